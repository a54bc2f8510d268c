package io.davit.model.yaml;

import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/// Turns the parser's positions in a file into those of an editor: for YAML, lines also end at
/// U+0085, U+2028 and U+2029; for people they do not.
final class Positions {
  private final String file;
  private final List<LineStart> starts;

  /// Where a line of YAML begins, both counted from 0.
  private record LineStart(int line, int column) {}

  Positions(SourceText source) {
    this.file = source.file();
    String text = source.text();
    boolean usual =
        text.indexOf('\u0085') < 0 && text.indexOf('\u2028') < 0 && text.indexOf('\u2029') < 0;
    this.starts = usual ? List.of() : starts(text);
  }

  private static List<LineStart> starts(String text) {
    List<LineStart> starts = new ArrayList<>();
    starts.add(new LineStart(0, 0));
    int line = 0;
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean usual = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
      column += Character.isLowSurrogate(c) ? 0 : 1;
      if (usual) {
        line++;
        column = 0;
      }
      if (usual || c == '\u0085' || c == '\u2028' || c == '\u2029') {
        starts.add(new LineStart(line, column));
      }
    }
    return starts;
  }

  /// @param length in code points
  SourceSpan at(Mark mark, int length) {
    int line = mark.getLine();
    int column = mark.getColumn();
    if (line < starts.size()) {
      LineStart start = starts.get(line);
      line = start.line();
      column += start.column();
    }
    return new SourceSpan(file, line + 1, column + 1, Math.max(1, length));
  }

  SourceSpan start() {
    return new SourceSpan(file, 1, 1, 1);
  }
}
