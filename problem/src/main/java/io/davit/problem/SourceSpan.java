package io.davit.problem;

import org.jspecify.annotations.Nullable;

/// A piece of one line of a source file.
///
/// @param file as the user named it, relative to the working directory where that is shorter
/// @param line from 1
/// @param column from 1
/// @param length in characters, at least 1
public record SourceSpan(String file, int line, int column, int length) implements Where {
  public SourceSpan {
    if (line < 1 || column < 1 || length < 1) {
      throw new IllegalArgumentException("%s:%d:%d+%d".formatted(file, line, column, length));
    }
  }

  @Override
  public String describe() {
    return file + ":" + line + ":" + column;
  }

  /// As the compiler's own, which every start of the command line would link anew.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceSpan(String itsFile, int itsLine, int itsColumn, int itsLength)
        && line == itsLine
        && column == itsColumn
        && length == itsLength
        && file.equals(itsFile);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * file.hashCode() + line) + column) + length;
  }
}
