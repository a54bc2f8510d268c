package io.davit.runtime.supervise;

import io.davit.kernel.program.Operand;

/// Numbers of the kernel's interface that the keeper's rows use, with the kernel's names; the same
/// on x86-64 and aarch64.
final class Uapi {
  static final Operand AT_FDCWD = Operand.symbol("AT_FDCWD", -100);
  static final Operand O_RDONLY = Operand.symbol("O_RDONLY|O_CLOEXEC", 0x80000);
  static final Operand O_WRONLY = Operand.symbol("O_WRONLY|O_CLOEXEC", 0x80001);
  static final Operand O_RDWR = Operand.symbol("O_RDWR|O_CLOEXEC", 0x80002);
  static final Operand O_RDWR_NOCTTY = Operand.symbol("O_RDWR|O_NOCTTY|O_CLOEXEC", 0x80102);
  static final Operand O_CREAT_RDWR = Operand.symbol("O_RDWR|O_CREAT|O_CLOEXEC", 0x80042);
  static final Operand O_CREAT_WRONLY =
      Operand.symbol("O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC", 0x80241);
  static final Operand O_PATH = Operand.symbol("O_PATH|O_CLOEXEC", 0x280000);
  static final Operand O_CLOEXEC = Operand.symbol("O_CLOEXEC", 0x80000);
  static final Operand MODE_0600 = Operand.symbol("0600", 0600);

  static final Operand F_SETFD = Operand.symbol("F_SETFD", 2);
  static final Operand F_SETLK = Operand.symbol("F_SETLK", 6);
  static final Operand FD_CLOEXEC = Operand.symbol("FD_CLOEXEC", 1);
  static final Operand LAST_DESCRIPTOR = Operand.symbol("~0U", 0xffffffffL);

  static final long CLONE_PIDFD = 0x1000;
  static final long CLONE_INTO_CGROUP = 0x200000000L;
  static final long SIGCHLD_NUMBER = 17;
  static final Operand SIGCHLD = Operand.symbol("SIGCHLD", SIGCHLD_NUMBER);
  static final int SIGUSR1_NUMBER = 10;
  static final int SIGUSR2_NUMBER = 12;
  static final int SIGPIPE_NUMBER = 13;

  static final Operand SIG_SETMASK = Operand.symbol("SIG_SETMASK", 2);
  static final Operand SIGSET_SIZE = Operand.value(8);

  static final Operand P_ALL = Operand.symbol("P_ALL", 0);
  static final Operand P_PID = Operand.symbol("P_PID", 1);
  static final Operand WEXITED = Operand.symbol("WEXITED", 4);
  static final Operand WEXITED_WNOHANG = Operand.symbol("WEXITED|WNOHANG", 5);

  /// `siginfo_t` of SIGCHLD, in bytes.
  static final int SIGINFO_SIZE = 128;

  static final int SI_CODE = 8;
  static final int SI_PID = 16;
  static final int SI_STATUS = 24;
  static final Operand CLD_EXITED = Operand.symbol("CLD_EXITED", 1);

  static final Operand TIOCSCTTY = Operand.symbol("TIOCSCTTY", 0x540e);
  static final Operand TIOCSPGRP = Operand.symbol("TIOCSPGRP", 0x5410);
  static final Operand TIOCSWINSZ = Operand.symbol("TIOCSWINSZ", 0x5414);
  static final Operand TIOCSPTLCK = Operand.symbol("TIOCSPTLCK", 0x40045431);
  static final Operand TIOCGPTPEER = Operand.symbol("TIOCGPTPEER", 0x5441);

  static final Operand FSOPEN_CLOEXEC = Operand.symbol("FSOPEN_CLOEXEC", 1);
  static final Operand FSCONFIG_SET_STRING = Operand.symbol("FSCONFIG_SET_STRING", 1);
  static final Operand FSCONFIG_CMD_CREATE = Operand.symbol("FSCONFIG_CMD_CREATE", 6);
  static final Operand FSMOUNT_CLOEXEC = Operand.symbol("FSMOUNT_CLOEXEC", 1);
  static final Operand PTS_ATTRIBUTES =
      Operand.symbol("MOUNT_ATTR_NOSUID|MOUNT_ATTR_NOEXEC", 0x2 | 0x8);
  static final Operand MADV_DONTNEED = Operand.symbol("MADV_DONTNEED", 4);
  static final Operand PR_SET_NAME = Operand.symbol("PR_SET_NAME", 15);

  private Uapi() {}
}
