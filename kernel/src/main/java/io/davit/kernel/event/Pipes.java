package io.davit.kernel.event;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
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

/// Pipes, FIFOs and terminals, read and written without blocking, through one native buffer. Used
/// by one thread, except where said.
public final class Pipes implements AutoCloseable {
  /// What a pipe holds, pipe(7).
  public static final int CAPACITY = 64 * 1024;

  private static final int AT_FDCWD = -100;
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int S_IFIFO = 0x1000;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final long TIOCSWINSZ = 0x5414;
  private static final int FIONREAD = 0x541b;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(CAPACITY, 4096);
  private final MemorySegment position = arena.allocate(JAVA_LONG);

  /// Both ends of a new pipe. Any thread.
  public static Pipe open() throws ErrnoException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment ends = local.allocate(JAVA_INT, 2);
      Syscall.invoke("", SystemCall.PIPE2, ends.address(), CLOEXEC);
      return new Pipe(new Fd(ends.getAtIndex(JAVA_INT, 0)), new Fd(ends.getAtIndex(JAVA_INT, 1)));
    }
  }

  public record Pipe(Fd reading, Fd writing) {}

  /// Makes a FIFO that its owner alone may open; one that exists is kept. Any thread.
  public static void makeFifo(Path path) throws ErrnoException {
    try (Arena local = Arena.ofConfined()) {
      long result =
          Syscall.tryInvoke(
              SystemCall.MKNODAT,
              AT_FDCWD,
              local.allocateFrom(path.toString()).address(),
              S_IFIFO | 0600,
              0);
      if (result < 0 && result != -Errno.EEXIST.number()) {
        throw new ErrnoException("mknodat", (int) -result, path.toString());
      }
    }
  }

  /// Opens a FIFO without waiting for its other side. Any thread.
  public static Fd openFifo(Path path) throws ErrnoException {
    return open(path, O_RDWR | NONBLOCK | CLOEXEC);
  }

  /// Opens a file for reading and writing at given places, made when it is not there. Any thread.
  public static Fd openFile(Path path) throws ErrnoException {
    return open(path, O_RDWR | O_CREAT | CLOEXEC);
  }

  private static Fd open(Path path, int flags) throws ErrnoException {
    try (Arena local = Arena.ofConfined()) {
      return new Fd(
          Syscall.invoke(
              path.toString(),
              SystemCall.OPENAT,
              AT_FDCWD,
              local.allocateFrom(path.toString()).address(),
              flags,
              0600));
    }
  }

  /// Makes calls on an open file return instead of waiting. Any thread.
  public static void setNonblocking(Fd fd) throws ErrnoException {
    long flags = Syscall.invoke("", SystemCall.FCNTL, fd.number(), F_GETFL);
    Syscall.invoke("", SystemCall.FCNTL, fd.number(), F_SETFL, flags | NONBLOCK);
  }

  /// Whether a pipe holds nothing now.
  public static boolean isEmpty(Fd pipe) {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment count = local.allocate(JAVA_INT);
      long result = Syscall.tryInvoke(SystemCall.IOCTL, pipe.number(), FIONREAD, count.address());
      return result == 0 && count.get(JAVA_INT, 0) == 0;
    }
  }

  /// Sets the size of a terminal. Any thread.
  public static void resize(Fd terminal, int rows, int columns) throws ErrnoException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment size = local.allocate(8, 8);
      size.setAtIndex(JAVA_SHORT, 0, (short) rows);
      size.setAtIndex(JAVA_SHORT, 1, (short) columns);
      Syscall.invoke("", SystemCall.IOCTL, terminal.number(), TIOCSWINSZ, size.address());
    }
  }

  /// Moves what a pipe holds to a place in a file (splice(2)). The kernel takes out of the pipe
  /// exactly what it put into the file, even when this process is killed meanwhile.
  ///
  /// @return how many bytes; 0 at the end of the pipe; empty when it holds nothing now
  /// @throws ErrnoException ENOSPC or EDQUOT when the disk is full: nothing was taken
  public OptionalInt splice(Fd pipe, Fd file, long offset) throws ErrnoException {
    position.set(JAVA_LONG, 0, offset);
    long result;
    do {
      result =
          Syscall.tryInvoke(
              SystemCall.SPLICE,
              pipe.number(),
              0,
              file.number(),
              position.address(),
              CAPACITY,
              SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    } while (result == -Errno.EINTR.number());
    return unlessBlocked(SystemCall.SPLICE, result);
  }

  /// Reads what is there.
  ///
  /// @return empty when nothing is there now; no bytes at the end
  public Optional<byte[]> read(Fd fd) throws ErrnoException {
    long result;
    do {
      result = Syscall.tryInvoke(SystemCall.READ, fd.number(), buffer.address(), CAPACITY);
    } while (result == -Errno.EINTR.number());
    OptionalInt count = unlessBlocked(SystemCall.READ, result);
    return count.isEmpty() ? Optional.empty() : Optional.of(bytes(count.getAsInt()));
  }

  /// Reads from a place in a file, up to [#CAPACITY].
  public byte[] readAt(Fd file, long offset, int length) throws ErrnoException {
    long count =
        Syscall.invoke("", SystemCall.PREAD64, file.number(), buffer.address(), length, offset);
    return bytes((int) count);
  }

  /// Writes what fits.
  ///
  /// @return how many bytes; 0 when nothing fits now
  public int write(Fd fd, byte[] data, int from) throws ErrnoException {
    int length = Math.min(CAPACITY, data.length - from);
    MemorySegment.copy(data, from, buffer, JAVA_BYTE, 0, length);
    long result;
    do {
      result = Syscall.tryInvoke(SystemCall.WRITE, fd.number(), buffer.address(), length);
    } while (result == -Errno.EINTR.number());
    return unlessBlocked(SystemCall.WRITE, result).orElse(0);
  }

  /// Writes all of it to a place in a file, up to [#CAPACITY].
  public void writeAt(Fd file, byte[] data, long offset) throws ErrnoException {
    MemorySegment.copy(data, 0, buffer, JAVA_BYTE, 0, data.length);
    int done = 0;
    while (done < data.length) {
      done +=
          (int)
              Syscall.invoke(
                  "",
                  SystemCall.PWRITE64,
                  file.number(),
                  buffer.address() + done,
                  data.length - done,
                  offset + done);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  private byte[] bytes(int count) {
    return buffer.asSlice(0, count).toArray(JAVA_BYTE);
  }

  private static OptionalInt unlessBlocked(SystemCall call, long result) throws ErrnoException {
    if (result == -Errno.EAGAIN.number()) {
      return OptionalInt.empty();
    }
    if (result < 0) {
      throw new ErrnoException(call.kernelName(), (int) -result, "");
    }
    return OptionalInt.of((int) result);
  }
}
