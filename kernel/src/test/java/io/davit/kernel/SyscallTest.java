package io.davit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SyscallTest {
  @Test
  void getpidIsTheJvmsOwnPid() throws ErrnoException {
    assertThat(Syscall.invoke("", SystemCall.GETPID)).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void aRefusedCallNamesItselfItsSubjectAndItsErrno() {
    assertThatThrownBy(() -> Syscall.invoke("descriptor 987654", SystemCall.FSYNC, 987654))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("fsync descriptor 987654: EBADF (bad file descriptor)");
  }

  @Test
  void numbersAreThoseOfTheUapiHeaders() {
    assertThat(SystemCall.MOUNT.number(Architecture.X86_64)).isEqualTo(165);
    assertThat(SystemCall.MOUNT.number(Architecture.AARCH64)).isEqualTo(40);
    assertThat(SystemCall.OPENAT2.number(Architecture.X86_64)).isEqualTo(437);
    assertThat(SystemCall.OPENAT2.number(Architecture.AARCH64)).isEqualTo(437);
  }
}
