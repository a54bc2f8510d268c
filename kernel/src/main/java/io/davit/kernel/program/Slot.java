package io.davit.kernel.program;

/// A 64-bit variable of a program, zero at its start. Made by [ProgramBuilder#slot].
///
/// @param index its place, 0 to 63
/// @param name for people
public record Slot(int index, String name) {
  /// How many a program may have.
  public static final int LIMIT = 64;
}
