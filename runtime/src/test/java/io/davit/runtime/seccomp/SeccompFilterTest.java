package io.davit.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.Architecture;
import io.davit.kernel.SyscallTable;
import io.davit.kernel.SyscallTable.Abi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Runs the compiled filter, as the kernel would, on every number of every ABI.
final class SeccompFilterTest {
  private static final Set<String> DEFAULT = Set.of("CHOWN", "SYS_CHROOT", "KILL");
  private static final long ALLOW = SeccompFilter.ALLOW;
  private static final long EPERM = SeccompFilter.ERRNO | 1;
  private static final long ENOSYS = SeccompFilter.ERRNO | 38;

  private final List<Bpf.Instruction> filter = compile(DEFAULT);

  @Test
  void everyCallIsDecidedAsTheProfileSays() {
    Set<String> always =
        Set.of("read", "write", "openat", "execve", "ptrace", "mknodat", "chroot", "pidfd_open");
    Set<String> never =
        Set.of(
            "mount",
            "umount2",
            "bpf",
            "keyctl",
            "add_key",
            "unshare",
            "setns",
            "reboot",
            "init_module",
            "kexec_load",
            "io_uring_setup",
            "userfaultfd",
            "pivot_root",
            "syslog",
            "perf_event_open",
            "open_by_handle_at",
            "swapon",
            "settimeofday",
            "process_madvise");
    for (Abi abi : List.of(Abi.X86_64, Abi.I386)) {
      always.forEach(name -> assertThat(run(abi, name)).as("%s %s", abi, name).isEqualTo(ALLOW));
      never.forEach(name -> assertThat(run(abi, name)).as("%s %s", abi, name).isEqualTo(EPERM));
    }
  }

  @Test
  void theTreeFindsTheDecisionOfEveryNumber() {
    for (Abi abi : List.of(Abi.X86_64, Abi.I386)) {
      Map<Integer, String> names = new HashMap<>();
      for (String name : SyscallTable.names()) {
        SyscallTable.number(abi, name).ifPresent(number -> names.put(number, name));
      }
      var decisions = new SeccompProfile(DEFAULT).decisions(abi);
      for (int number = 0; number < 600; number++) {
        Decision decision =
            number > decisions.lastKey()
                ? SeccompProfile.UNKNOWN
                : decisions.getOrDefault(number, SeccompProfile.DENIED);
        if (decision instanceof Decision.Allow) {
          assertThat(run(abi, number)).as("%s %s", abi, names.get(number)).isEqualTo(ALLOW);
        } else if (decision instanceof Decision.Fail(int errno)) {
          assertThat(run(abi, number))
              .as("%s %s", abi, names.get(number))
              .isEqualTo(SeccompFilter.ERRNO | errno);
        }
      }
    }
  }

  @Test
  void whatIsNewerThanTheProfileIsUnknownAndClone3WithIt() {
    assertThat(run(Abi.X86_64, "clone3")).isEqualTo(ENOSYS);
    assertThat(run(Abi.X86_64, 999)).isEqualTo(ENOSYS);
    assertThat(run(Abi.X86_64, 0x40000000 | 1)).as("x32").isEqualTo(ENOSYS);
  }

  @Test
  void argumentsDecideOnCloneSocketAndPersonality() {
    int clone = number("clone");
    assertThat(run(Abi.X86_64, clone, 17)).isEqualTo(ALLOW);
    assertThat(run(Abi.X86_64, clone, 0x10000000 | 17)).as("CLONE_NEWUSER").isEqualTo(EPERM);
    int socket = number("socket");
    assertThat(run(Abi.X86_64, socket, 2)).as("AF_INET").isEqualTo(ALLOW);
    assertThat(run(Abi.X86_64, socket, 16)).as("AF_NETLINK").isEqualTo(ALLOW);
    assertThat(run(Abi.X86_64, socket, 38)).as("AF_ALG").isEqualTo(EPERM);
    assertThat(run(Abi.X86_64, socket, 40)).as("AF_VSOCK").isEqualTo(EPERM);
    assertThat(run(Abi.X86_64, socket, 46)).isEqualTo(EPERM);
    assertThat(run(Abi.X86_64, socket, 2L | 1L << 32)).isEqualTo(EPERM);
    int personality = number("personality");
    assertThat(run(Abi.X86_64, personality, 0xffffffffL)).isEqualTo(ALLOW);
    assertThat(run(Abi.X86_64, personality, 0x0040000)).as("ADDR_NO_RANDOMIZE").isEqualTo(EPERM);
  }

  @Test
  void aCapabilityOpensWhatItIsFor() {
    List<Bpf.Instruction> admin = compile(Set.of("SYS_ADMIN"));
    assertThat(run(admin, SeccompFilter.AUDIT_ARCH_X86_64, number("mount"), 0)).isEqualTo(ALLOW);
    assertThat(run(admin, SeccompFilter.AUDIT_ARCH_X86_64, number("clone3"), 0)).isEqualTo(ALLOW);
    assertThat(run(admin, SeccompFilter.AUDIT_ARCH_X86_64, number("reboot"), 0)).isEqualTo(EPERM);
    assertThat(run(admin, SeccompFilter.AUDIT_ARCH_X86_64, number("chroot"), 0)).isEqualTo(EPERM);
  }

  @Test
  void anUnknownArchitectureIsKilledAndTheFilterFitsTheKernel() {
    assertThat(run(filter, 0x12345678, 1, 0)).isEqualTo((long) SeccompFilter.KILL_PROCESS);
    assertThat(filter).hasSizeLessThanOrEqualTo(4096);
    assertThat(
            SeccompFilter.program(new SeccompProfile(DEFAULT), Architecture.AARCH64).instructions())
        .hasSizeLessThanOrEqualTo(4096);
  }

  private static List<Bpf.Instruction> compile(Set<String> capabilities) {
    return SeccompFilter.program(new SeccompProfile(capabilities), Architecture.X86_64)
        .instructions();
  }

  private static int number(String name) {
    return SyscallTable.number(Abi.X86_64, name).orElseThrow();
  }

  private long run(Abi abi, String name) {
    var number = SyscallTable.number(abi, name);
    return number.isPresent() ? run(abi, number.getAsInt()) : -1;
  }

  private long run(Abi abi, int number, long... argument) {
    int architecture =
        abi == Abi.I386 ? SeccompFilter.AUDIT_ARCH_I386 : SeccompFilter.AUDIT_ARCH_X86_64;
    return run(filter, architecture, number, argument.length == 0 ? 0 : argument[0]);
  }

  /// The kernel's machine, as far as these programs use it.
  private static long run(
      List<Bpf.Instruction> program, int architecture, int number, long argument) {
    int accumulator = 0;
    for (int counter = 0; ; counter++) {
      Bpf.Instruction instruction = program.get(counter);
      int operand = instruction.operand();
      boolean holds = false;
      switch (instruction.code()) {
        case Bpf.LOAD ->
            accumulator =
                switch (operand) {
                  case SeccompFilter.NUMBER -> number;
                  case SeccompFilter.ARCHITECTURE -> architecture;
                  case SeccompFilter.ARGUMENTS -> (int) argument;
                  case SeccompFilter.ARGUMENTS + 4 -> (int) (argument >>> 32);
                  default -> throw new IllegalStateException("load of " + operand);
                };
        case Bpf.RETURN -> {
          return operand;
        }
        case Bpf.JUMP -> counter += operand;
        case Bpf.JUMP_EQUAL -> holds = accumulator == operand;
        case Bpf.JUMP_GREATER_OR_EQUAL ->
            holds = Integer.compareUnsigned(accumulator, operand) >= 0;
        case Bpf.JUMP_SET -> holds = (accumulator & operand) != 0;
        default -> throw new IllegalStateException("code " + instruction.code());
      }
      if (instruction.code() != Bpf.LOAD && instruction.code() != Bpf.JUMP) {
        counter += holds ? instruction.jumpTrue() : instruction.jumpFalse();
      }
    }
  }
}
