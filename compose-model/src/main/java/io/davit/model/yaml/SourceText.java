package io.davit.model.yaml;

import io.davit.problem.SourceSpan;
import java.util.List;

/// The text of one file.
///
/// @param file its name in [SourceSpan]s
public record SourceText(String file, String text) {
  public SourceSpan start() {
    return new SourceSpan(file, 1, 1, 1);
  }

  /// Where a character stands for the first time.
  SourceSpan of(int codePoint) {
    int index = Math.max(0, text.indexOf(codePoint));
    List<String> before = (text.substring(0, index) + "|").lines().toList();
    String last = before.getLast();
    return new SourceSpan(file, before.size(), last.codePointCount(0, last.length()), 1);
  }

  /// The place of a piece of a scalar. Quoting, folding and escapes move characters, so the piece
  /// is looked for in the source, from the scalar's begin on.
  ///
  /// @param value the scalar's value, of which the piece is `length` characters from `offset`
  public SourceSpan within(SourceSpan scalar, String value, int offset, int length) {
    int newline = value.indexOf('\n', offset);
    int end = Math.min(offset + length, newline < 0 ? value.length() : newline);
    String piece = value.substring(offset, end);
    int found = indexOfLine(scalar.line()) + scalar.column() - 2;
    int occurrences = count(value.substring(0, offset), piece);
    for (int i = 0; i <= occurrences; i++) {
      found = piece.isEmpty() ? -1 : text.indexOf(piece, found + 1);
      if (found < 0) {
        return scalar;
      }
    }
    int lineStart = text.lastIndexOf('\n', found) + 1;
    int line = scalar.line();
    for (int i = indexOfLine(scalar.line()); i < lineStart; i++) {
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new SourceSpan(file, line, found - lineStart + 1, piece.length());
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

  /// @param line from 1
  private int indexOfLine(int line) {
    int index = 0;
    for (int i = 1; i < line; i++) {
      index = text.indexOf('\n', index) + 1;
    }
    return index;
  }
}
