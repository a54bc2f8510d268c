package io.davit.cli.render;

import java.util.ArrayList;
import java.util.List;

/// Left-aligned columns as Docker prints them: a gap of three spaces, no column narrower than ten
/// with its gap, no spaces at the line's end.
public final class Table {
  private static final int GAP = 3;
  private static final int NARROWEST = 10;

  private final List<List<String>> rows = new ArrayList<>();

  public Table row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  public Table row(String... cells) {
    return row(List.of(cells));
  }

  /// One line each, with their line ends.
  public String text() {
    List<Integer> widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.repeat(' ', widths.get(i) - length(row.get(i)));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(NARROWEST);
        }
        widths.set(i, Math.max(widths.get(i), length(row.get(i)) + GAP));
      }
    }
    return widths;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
