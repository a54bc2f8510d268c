package io.davit.runtime.seccomp;

import java.util.List;

/// What happens to a system call.
sealed interface Decision {
  record Allow() implements Decision {}

  /// It fails with an error number.
  record Fail(int errno) implements Decision {}

  /// It is allowed when an argument's value lies in one of these ranges, and fails with EPERM
  /// otherwise.
  record AllowRanges(int argument, List<Range> ranges) implements Decision {
    public AllowRanges {
      ranges = List.copyOf(ranges);
    }
  }

  /// It is allowed when an argument has none of these bits, and fails with EPERM otherwise.
  record AllowWithout(int argument, int bits) implements Decision {}

  /// Unsigned 32-bit numbers, both ends included.
  record Range(long from, long to) {}
}
