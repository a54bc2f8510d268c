package io.davit.runtime.seccomp;

import io.davit.kernel.Architecture;
import io.davit.kernel.SyscallTable.Abi;
import io.davit.runtime.seccomp.Decision.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Compiles a profile for the kernel: the architecture first, then a balanced tree over the
/// numbers, then arguments.
///
/// A call of the x32 ABI is unknown to the filter, as it is to nearly every kernel: it fails with
/// ENOSYS.
public final class SeccompFilter {
  /// Offsets in `struct seccomp_data`.
  static final int NUMBER = 0;

  static final int ARCHITECTURE = 4;
  static final int ARGUMENTS = 16;

  static final int ALLOW = 0x7fff0000;
  static final int ERRNO = 0x00050000;
  static final int KILL_PROCESS = 0x80000000;

  /// linux/audit.h.
  static final int AUDIT_ARCH_X86_64 = 0xC000003E;

  static final int AUDIT_ARCH_I386 = 0x40000003;
  static final int AUDIT_ARCH_AARCH64 = 0xC00000B7;

  private SeccompFilter() {}

  /// One decision for all numbers from `from` up to the next span.
  private record Span(int from, Decision decision) {}

  /// The instructions, eight bytes each (`struct sock_filter`); at most 4096.
  public static byte[] compile(SeccompProfile profile, Architecture architecture) {
    return program(profile, architecture).bytes();
  }

  static Bpf program(SeccompProfile profile, Architecture architecture) {
    Bpf program = new Bpf();
    program.load(ARCHITECTURE);
    switch (architecture) {
      case X86_64 -> {
        program.when(Bpf.JUMP_EQUAL, AUDIT_ARCH_X86_64, numbers(profile.decisions(Abi.X86_64)));
        program.when(Bpf.JUMP_EQUAL, AUDIT_ARCH_I386, numbers(profile.decisions(Abi.I386)));
      }
      case AARCH64 ->
          program.when(Bpf.JUMP_EQUAL, AUDIT_ARCH_AARCH64, numbers(profile.decisions(Abi.AARCH64)));
    }
    program.answer(KILL_PROCESS);
    return program;
  }

  private static Bpf numbers(SortedMap<Integer, Decision> decisions) {
    Bpf program = new Bpf();
    program.load(NUMBER);
    program.append(tree(spans(decisions)));
    return program;
  }

  /// Neighbours with the same decision are one span; the last one has no end.
  private static List<Span> spans(SortedMap<Integer, Decision> decisions) {
    List<Span> spans = new ArrayList<>();
    int next = 0;
    for (Map.Entry<Integer, Decision> entry : decisions.entrySet()) {
      if (entry.getKey() > next) {
        extend(spans, new Span(next, SeccompProfile.DENIED));
      }
      extend(spans, new Span(entry.getKey(), entry.getValue()));
      next = entry.getKey() + 1;
    }
    extend(spans, new Span(next, SeccompProfile.UNKNOWN));
    return spans;
  }

  private static void extend(List<Span> spans, Span span) {
    if (spans.isEmpty() || !spans.getLast().decision().equals(span.decision())) {
      spans.add(span);
    }
  }

  private static Bpf tree(List<Span> spans) {
    Bpf program = new Bpf();
    if (spans.size() == 1) {
      program.append(decide(spans.getFirst().decision()));
      return program;
    }
    int middle = spans.size() / 2;
    List<Span> right = spans.subList(middle, spans.size());
    program.unless(
        Bpf.JUMP_GREATER_OR_EQUAL, right.getFirst().from(), tree(spans.subList(0, middle)));
    program.append(tree(right));
    return program;
  }

  private static Bpf decide(Decision decision) {
    Bpf program = new Bpf();
    switch (decision) {
      case Decision.Allow() -> program.answer(ALLOW);
      case Decision.Fail(int errno) -> program.answer(ERRNO | errno);
      case Decision.AllowWithout(int argument, int bits) -> {
        program.load(low(argument));
        program.unless(Bpf.JUMP_SET, bits, allow());
        program.append(decide(SeccompProfile.DENIED));
      }
      case Decision.AllowRanges(int argument, List<Range> ranges) -> {
        program.load(low(argument) + 4);
        program.unless(Bpf.JUMP_EQUAL, 0, decide(SeccompProfile.DENIED));
        program.load(low(argument));
        ranges.forEach(range -> program.append(allow(range)));
        program.append(decide(SeccompProfile.DENIED));
      }
    }
    return program;
  }

  private static Bpf allow(Range range) {
    Bpf program = new Bpf();
    if (range.from() == range.to()) {
      program.when(Bpf.JUMP_EQUAL, (int) range.from(), allow());
      return program;
    }
    Bpf below = new Bpf();
    below.unless(Bpf.JUMP_GREATER_OR_EQUAL, (int) (range.to() + 1), allow());
    program.when(Bpf.JUMP_GREATER_OR_EQUAL, (int) range.from(), below);
    return program;
  }

  private static Bpf allow() {
    Bpf program = new Bpf();
    program.answer(ALLOW);
    return program;
  }

  private static int low(int argument) {
    return ARGUMENTS + 8 * argument;
  }
}
