package io.davit.kernel.program;

import io.davit.kernel.Errno;
import java.util.List;
import java.util.Optional;

/// One step of a [Program].
///
/// @param name what it is about, for people: `mount tmpfs on /run/secrets`
/// @param ignored error numbers that are no failure
/// @param ignoresAll whether no error number is a failure
/// @param store the slot that takes the result, an ignored error negated
public record Row(
    String name,
    Operation operation,
    List<Operand> operands,
    List<Errno> ignored,
    boolean ignoresAll,
    Optional<Slot> store,
    Optional<Jump> jump) {
  /// How many error numbers a row may name.
  public static final int IGNORED_LIMIT = 8;

  public Row {
    operands = List.copyOf(operands);
    ignored = List.copyOf(ignored);
    if (operands.size() > 6) {
      throw new IllegalArgumentException("a system call has at most six arguments: " + name);
    }
    if (ignored.size() > IGNORED_LIMIT) {
      throw new IllegalArgumentException("a row ignores at most eight error numbers: " + name);
    }
  }
}
