package io.davit.kernel.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Reads and writes an open file through one native buffer. Used by one thread.
public final class OpenFile implements AutoCloseable {
  public static final int BUFFER_BYTES = 256 * 1024;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 4096);

  /// Reads at the descriptor's position.
  ///
  /// @return how many bytes, 0 at the end of the file
  public int read(Fd fd, byte[] into) throws ErrnoException {
    int wanted = Math.min(into.length, BUFFER_BYTES);
    long result;
    do {
      result = Syscall.tryInvoke(SystemCall.READ, fd.number(), buffer.address(), wanted);
    } while (result == -Errno.EINTR.number());
    if (result < 0) {
      throw new ErrnoException(SystemCall.READ.kernelName(), (int) -result, "");
    }
    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) result);
    return (int) result;
  }

  /// Writes all of it at the descriptor's position.
  public void write(Fd fd, byte[] from, int offset, int length) throws ErrnoException {
    int at = 0;
    while (at < length) {
      int size = Math.min(length - at, BUFFER_BYTES);
      MemorySegment.copy(from, offset + at, buffer, JAVA_BYTE, 0, size);
      long result = Syscall.tryInvoke(SystemCall.WRITE, fd.number(), buffer.address(), size);
      if (result == -Errno.EINTR.number()) {
        continue;
      }
      if (result < 0) {
        throw new ErrnoException(SystemCall.WRITE.kernelName(), (int) -result, "");
      }
      at += (int) result;
    }
  }

  /// Moves the descriptor's position forward without writing: a hole.
  public static void skip(Fd fd, long bytes) throws ErrnoException {
    int current = 1;
    Syscall.invoke("", SystemCall.LSEEK, fd.number(), bytes, current);
  }

  public static void truncate(Fd fd, long sizeBytes) throws ErrnoException {
    Syscall.invoke("", SystemCall.FTRUNCATE, fd.number(), sizeBytes);
  }

  public static void chown(Fd fd, int uid, int gid) throws ErrnoException {
    Syscall.invoke(
        "",
        SystemCall.FCHOWN,
        fd.number(),
        Integer.toUnsignedLong(uid),
        Integer.toUnsignedLong(gid));
  }

  public static void chmod(Fd fd, int permissions) throws ErrnoException {
    Syscall.invoke("", SystemCall.FCHMOD, fd.number(), permissions);
  }

  public static void fsync(Fd fd) throws ErrnoException {
    Syscall.invoke("", SystemCall.FSYNC, fd.number());
  }

  /// Writes out everything of the file system that the descriptor is on.
  public static void syncfs(Fd fd) throws ErrnoException {
    Syscall.invoke("", SystemCall.SYNCFS, fd.number());
  }

  @Override
  public void close() {
    arena.close();
  }
}
