package io.davit.kernel;

import java.util.Locale;

/// The system calls that Davit makes itself or writes into programs. What is absent here, Davit
/// never does to a machine. Each is documented by its man page, section 2.
public enum SystemCall {
  ACCEPT4,
  BIND,
  BPF,
  CAPSET,
  CHDIR,
  CHROOT,
  CLONE,
  CLONE3,
  CLOSE,
  CLOSE_RANGE,
  COPY_FILE_RANGE,
  DUP3,
  EPOLL_CREATE1,
  EPOLL_CTL,
  EPOLL_PWAIT,
  EVENTFD2,
  EXECVE,
  EXIT_GROUP,
  FCHDIR,
  FCHMOD,
  FCHMODAT,
  FCHOWN,
  FCHOWNAT,
  FCNTL,
  FDATASYNC,
  FLOCK,
  FSCONFIG,
  FSETXATTR,
  FSMOUNT,
  FSOPEN,
  FSTATFS,
  FSYNC,
  FTRUNCATE,
  GETDENTS64,
  GETPID,
  GETPPID,
  GETTID,
  GETXATTR,
  IOCTL,
  KEYCTL,
  KILL,
  LGETXATTR,
  LINKAT,
  LISTXATTR,
  LLISTXATTR,
  LSEEK,
  LSETXATTR,
  MADVISE,
  MEMFD_CREATE,
  MKDIRAT,
  MKNODAT,
  MMAP,
  MOUNT,
  MOUNT_SETATTR,
  MOVE_MOUNT,
  MUNMAP,
  NEWFSTATAT,
  OPENAT,
  OPENAT2,
  OPEN_TREE,
  PIDFD_GETFD,
  PIDFD_OPEN,
  PIDFD_SEND_SIGNAL,
  PIPE2,
  PIVOT_ROOT,
  PPOLL,
  PRCTL,
  PREAD64,
  PRLIMIT64,
  PWRITE64,
  READ,
  READLINKAT,
  RECVFROM,
  RECVMSG,
  RENAMEAT2,
  RT_SIGACTION,
  RT_SIGPROCMASK,
  RT_SIGTIMEDWAIT,
  SCHED_SETAFFINITY,
  SECCOMP,
  SENDMSG,
  SENDTO,
  SETDOMAINNAME,
  SETGID,
  SETGROUPS,
  SETHOSTNAME,
  SETNS,
  SETPGID,
  SETSID,
  SETSOCKOPT,
  SETUID,
  SOCKET,
  SPLICE,
  STATX,
  SYMLINKAT,
  SYNCFS,
  TEE,
  UMASK,
  UMOUNT2,
  UNLINKAT,
  UNSHARE,
  UTIMENSAT,
  WAIT4,
  WAITID,
  WRITE;

  private static final Architecture CURRENT = Architecture.current();

  private final int x86;
  private final int aarch64;

  SystemCall() {
    String name = name().toLowerCase(Locale.ROOT);
    this.x86 = SyscallTable.number(SyscallTable.Abi.X86_64, name).orElseThrow();
    this.aarch64 = SyscallTable.number(SyscallTable.Abi.AARCH64, name).orElseThrow();
  }

  /// Its number on an architecture.
  public int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case AARCH64 -> aarch64;
    };
  }

  /// Its number on this machine.
  public int number() {
    return number(CURRENT);
  }

  /// The kernel's name: `openat2`.
  public String kernelName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
