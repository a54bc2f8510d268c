package io.davit.kernel.program;

/// A place between rows that can be jumped to. Made by [ProgramBuilder#label], put before the next
/// row by [ProgramBuilder#place].
///
/// @param number identifies it in its program
/// @param name for people
public record Label(int number, String name) {
  @Override
  public int hashCode() {
    return number;
  }
}
