package io.davit.model.yaml;

import io.davit.problem.SourceSpan;

/// The text of one file. Lines are those of editors: `\n`, `\r` and both together end one.
///
/// @param file its name in [SourceSpan]s
public record SourceText(String file, String text) {
  public SourceSpan start() {
    return new SourceSpan(file, 1, 1, 1);
  }

  /// Where a character stands for the first time.
  SourceSpan of(int codePoint) {
    return at(Math.max(0, text.indexOf(codePoint)), 1);
  }

  /// The place of a piece of a scalar. Quoting, folding and escapes move characters, so the piece
  /// is looked for in the source, from the scalar's begin on.
  ///
  /// @param value the scalar's value, of which the piece is `length` characters from `offset`
  public SourceSpan within(SourceSpan scalar, String value, int offset, int length) {
    int newline = value.indexOf('\n', offset);
    int end = Math.min(offset + length, newline < 0 ? value.length() : newline);
    String piece = value.substring(offset, end);
    int found = indexOf(scalar) - 1;
    int occurrences = count(value.substring(0, offset), piece);
    for (int i = 0; i <= occurrences; i++) {
      found = piece.isEmpty() ? -1 : text.indexOf(piece, found + 1);
      if (found < 0) {
        return scalar;
      }
    }
    return at(found, piece.codePointCount(0, piece.length()));
  }

  private static int count(String text, String piece) {
    int count = 0;
    for (int at = text.indexOf(piece);
        at >= 0 && !piece.isEmpty();
        at = text.indexOf(piece, at + 1)) {
      count++;
    }
    return count;
  }

  /// @param length in code points
  private SourceSpan at(int index, int length) {
    int line = 1;
    int start = 0;
    for (int end = endOfLine(0); end <= index && end < text.length(); end = endOfLine(end)) {
      line++;
      start = end;
    }
    return new SourceSpan(file, line, text.codePointCount(start, index) + 1, length);
  }

  private int indexOf(SourceSpan place) {
    int start = 0;
    for (int line = 1; line < place.line(); line++) {
      start = endOfLine(start);
    }
    int end = endOfLine(start);
    int column = Math.min(place.column() - 1, text.codePointCount(start, end));
    return text.offsetByCodePoints(start, column);
  }

  /// Where the next line begins, or the text ends.
  private int endOfLine(int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
        return i + 1;
      }
    }
    return text.length();
  }
}
