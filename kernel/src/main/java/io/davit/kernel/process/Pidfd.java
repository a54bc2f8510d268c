package io.davit.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A process that is held by a descriptor (pidfd_open(2)): signals and queries reach this process
/// and no later one with its number. The descriptor is readable once the process has ended.
public final class Pidfd implements AutoCloseable {
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int P_PIDFD = 3;
  private static final int WEXITED = 4;
  private static final int WNOHANG = 1;
  private static final int SIGINFO_SIZE = 128;
  private static final int SI_CODE = 8;
  private static final int SI_PID = 16;
  private static final int SI_STATUS = 24;
  private static final int CLD_EXITED = 1;

  /// Of a pidfd's fdinfo (proc_pid_fdinfo(5)).
  private static final String PID_FIELD = "\nPid:\t";

  private static final int AT_FDCWD = -100;
  private static final int O_PATH_CLOEXEC = 0x280000;

  private final Fd fd;
  private final int pid;

  private Pidfd(Fd fd, int pid) {
    this.fd = fd;
    this.pid = pid;
  }

  /// The process that has this number now; empty when there is none.
  public static Optional<Pidfd> open(int pid) throws ErrnoException {
    long result = Syscall.tryInvoke(SystemCall.PIDFD_OPEN, pid, 0);
    if (result == -Errno.ESRCH.number()) {
      return Optional.empty();
    }
    if (result < 0) {
      throw new ErrnoException(SystemCall.PIDFD_OPEN.kernelName(), (int) -result, "pid " + pid);
    }
    return Optional.of(new Pidfd(new Fd(result), pid));
  }

  /// A child of this process that was not reaped yet, so that its number is its own.
  public static Pidfd ofChild(int pid) throws ErrnoException {
    return new Pidfd(new Fd(Syscall.invoke("pid " + pid, SystemCall.PIDFD_OPEN, pid, 0)), pid);
  }

  /// A pidfd that came from another process. Takes the descriptor.
  public static Pidfd of(Fd fd) {
    try {
      String info = Files.readString(Path.of("/proc/self/fdinfo/" + fd.number()));
      int number = info.indexOf(PID_FIELD) + PID_FIELD.length();
      return new Pidfd(fd, Integer.parseInt(info, number, info.indexOf('\n', number), 10));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The same process by a descriptor of its own.
  public Pidfd duplicate() throws ErrnoException {
    return new Pidfd(
        new Fd(Syscall.invoke("pid " + pid, SystemCall.FCNTL, fd.number(), F_DUPFD_CLOEXEC, 0)),
        pid);
  }

  /// Its number, as this process's pid namespace has it; -1 once it was reaped before [#of].
  public int pid() {
    return pid;
  }

  public Fd fd() {
    return fd;
  }

  /// Sends a signal.
  ///
  /// @return whether the process was still there
  public boolean signal(int signal) throws ErrnoException {
    long result = Syscall.tryInvoke(SystemCall.PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0);
    if (result == -Errno.ESRCH.number()) {
      return false;
    }
    if (result < 0) {
      throw new ErrnoException(
          SystemCall.PIDFD_SEND_SIGNAL.kernelName(), (int) -result, "pid " + pid);
    }
    return true;
  }

  /// A copy of one of the process's descriptors (pidfd_getfd(2)).
  ///
  /// @return empty when it has none of that number, or has ended
  public Optional<Fd> descriptor(int number) throws ErrnoException {
    long result = Syscall.tryInvoke(SystemCall.PIDFD_GETFD, fd.number(), number, 0);
    if (result == -Errno.EBADF.number() || result == -Errno.ESRCH.number()) {
      return Optional.empty();
    }
    if (result < 0) {
      throw new ErrnoException(
          SystemCall.PIDFD_GETFD.kernelName(),
          (int) -result,
          "descriptor %d of pid %d".formatted(number, pid));
    }
    return Optional.of(new Fd(result));
  }

  /// Its root directory, as a place (`O_PATH`): as long as that is open, what is mounted there is
  /// not unmounted.
  ///
  /// @throws ErrnoException ENOENT or ESRCH when it has ended
  public Fd root() throws ErrnoException {
    String path = "/proc/" + pid + "/root";
    try (Arena arena = Arena.ofConfined()) {
      Fd root =
          new Fd(
              Syscall.invoke(
                  path,
                  SystemCall.OPENAT,
                  AT_FDCWD,
                  arena.allocateFrom(path).address(),
                  O_PATH_CLOEXEC));
      if (signal(0)) {
        return root;
      }
      // The number may be another process's by now.
      root.close();
      throw new ErrnoException(SystemCall.OPENAT.kernelName(), Errno.ESRCH.number(), path);
    }
  }

  /// Reaps a child of this process that has ended (waitid(2)).
  ///
  /// @return its exit code, 128 + n when signal n ended it; empty while it runs
  public OptionalInt reap() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
      Syscall.invoke(
          "pid " + pid,
          SystemCall.WAITID,
          P_PIDFD,
          fd.number(),
          info.address(),
          WEXITED | WNOHANG,
          0);
      return info.get(JAVA_INT, SI_PID) == 0
          ? OptionalInt.empty()
          : OptionalInt.of(exitCode(info.get(JAVA_INT, SI_CODE), info.get(JAVA_INT, SI_STATUS)));
    }
  }

  /// The exit code that a shell would show, from the bytes of a `siginfo_t` of SIGCHLD.
  public static int exitCode(byte[] info) {
    MemorySegment segment = MemorySegment.ofArray(info);
    return exitCode(
        segment.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, SI_CODE),
        segment.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, SI_STATUS));
  }

  private static int exitCode(int code, int status) {
    return code == CLD_EXITED ? status : 128 + status;
  }

  @Override
  public void close() {
    fd.close();
  }
}
