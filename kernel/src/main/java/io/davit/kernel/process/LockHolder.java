package io.davit.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds the process that holds a lock on a file (fcntl(2), `F_GETLK`): the kernel releases the
/// lock when the process ends, so that the answer is never about another one.
public final class LockHolder {
  private static final int AT_FDCWD = -100;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int F_GETLK = 5;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /// `struct flock`: type, whence, start, length, pid.
  private static final int FLOCK_SIZE = 32;

  private static final int FLOCK_PID = 24;

  private LockHolder() {}

  /// The holder; empty when there is none, or no such file.
  public static Optional<Pidfd> of(Path file) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      long opened =
          Syscall.tryInvoke(
              SystemCall.OPENAT,
              AT_FDCWD,
              arena.allocateFrom(file.toString()).address(),
              O_RDONLY_CLOEXEC);
      if (opened == -Errno.ENOENT.number()) {
        return Optional.empty();
      }
      if (opened < 0) {
        throw new ErrnoException("openat", (int) -opened, file.toString());
      }
      try (Fd fd = new Fd(opened)) {
        return holder(arena, fd);
      }
    }
  }

  /// A number may pass to another process between two calls; it has not when the lock's holder is
  /// the same afterwards.
  private static Optional<Pidfd> holder(Arena arena, Fd fd) throws ErrnoException {
    while (true) {
      OptionalInt pid = holdersNumber(arena, fd);
      if (pid.isEmpty()) {
        return Optional.empty();
      }
      Optional<Pidfd> process = Pidfd.open(pid.getAsInt());
      if (process.isPresent() && holdersNumber(arena, fd).equals(pid)) {
        return process;
      }
      process.ifPresent(Pidfd::close);
    }
  }

  private static OptionalInt holdersNumber(Arena arena, Fd fd) throws ErrnoException {
    MemorySegment lock = arena.allocate(FLOCK_SIZE, 8);
    lock.set(JAVA_SHORT, 0, F_WRLCK);
    Syscall.invoke("holder of a lock", SystemCall.FCNTL, fd.number(), F_GETLK, lock.address());
    return lock.get(JAVA_SHORT, 0) == F_UNLCK
        ? OptionalInt.empty()
        : OptionalInt.of(lock.get(JAVA_INT, FLOCK_PID));
  }
}
