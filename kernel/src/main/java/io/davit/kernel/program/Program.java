package io.davit.kernel.program;

import io.davit.kernel.Architecture;
import java.util.List;
import java.util.Map;

/// A program of system calls. Immutable; the interpreter runs its rows from the first one on, and
/// ends with status 0 behind the last one.
///
/// @param labels the index of the row that each label stands before
/// @param slots in the order of their indices
/// @param lasting how many of the first rows may not rely on memory that later ones give back:
///   those before the label of an [Operand.Behind]
public record Program(List<Row> rows, Map<Label, Integer> labels, List<Slot> slots, int lasting) {
  public Program {
    rows = List.copyOf(rows);
    labels = Map.copyOf(labels);
    slots = List.copyOf(slots);
  }

  public static ProgramBuilder builder() {
    return new ProgramBuilder();
  }

  /// What a row is about, for the text of a failure.
  public String name(int row) {
    return rows.get(row).name();
  }

  /// The image that the interpreter reads.
  ///
  /// @throws IllegalArgumentException when it is larger than the interpreter's memory
  public byte[] encode(Architecture architecture) {
    return new ProgramImage(this, architecture).bytes();
  }

  /// One row a line; stable, for people and golden tests.
  public String text() {
    return new ProgramText(this).text();
  }
}
