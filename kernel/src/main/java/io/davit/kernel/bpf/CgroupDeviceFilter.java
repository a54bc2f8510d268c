package io.davit.kernel.bpf;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Attaches a filter of device accesses to a cgroup of version 2 (bpf(2),
/// `BPF_PROG_TYPE_CGROUP_DEVICE`). The cgroup keeps it until it is removed.
public final class CgroupDeviceFilter {
  private static final long BPF_PROG_LOAD = 5;
  private static final long BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;
  private static final int BPF_F_ALLOW_MULTI = 2;
  private static final int INSTRUCTION_SIZE = 8;
  private static final int ATTRIBUTES_SIZE = 128;

  private CgroupDeviceFilter() {}

  /// @param instructions eBPF, eight bytes each
  /// @param cgroup its directory
  public static void attach(byte[] instructions, Fd cgroup) throws ErrnoException {
    try (Arena arena = Arena.ofConfined();
        Fd program = load(arena, instructions)) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 8);
      attributes.set(ValueLayout.JAVA_INT, 0, cgroup.number());
      attributes.set(ValueLayout.JAVA_INT, 4, program.number());
      attributes.set(ValueLayout.JAVA_INT, 8, BPF_CGROUP_DEVICE);
      attributes.set(ValueLayout.JAVA_INT, 12, BPF_F_ALLOW_MULTI);
      Syscall.invoke(
          "attach the device filter",
          SystemCall.BPF,
          BPF_PROG_ATTACH,
          attributes.address(),
          ATTRIBUTES_SIZE);
    }
  }

  private static Fd load(Arena arena, byte[] instructions) throws ErrnoException {
    MemorySegment code = arena.allocate(instructions.length, 8);
    code.copyFrom(MemorySegment.ofArray(instructions));
    MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 8);
    attributes.set(ValueLayout.JAVA_INT, 0, BPF_PROG_TYPE_CGROUP_DEVICE);
    attributes.set(ValueLayout.JAVA_INT, 4, instructions.length / INSTRUCTION_SIZE);
    attributes.set(ValueLayout.JAVA_LONG, 8, code.address());
    attributes.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
    return new Fd(
        Syscall.invoke(
            "load the device filter",
            SystemCall.BPF,
            BPF_PROG_LOAD,
            attributes.address(),
            ATTRIBUTES_SIZE));
  }
}
