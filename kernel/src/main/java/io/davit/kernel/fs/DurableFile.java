package io.davit.kernel.fs;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;

/// Replaces a small file at once: whoever reads it, also after a power failure, finds the old
/// content or the new one. Temporary name, fsync, rename, fsync of the directory.
public final class DurableFile {
  private static final String TEMPORARY = ".new";

  private DurableFile() {}

  /// One writer per name at a time; what an earlier one left half-written is overwritten.
  public static void replace(Directory directory, String name, byte[] content, int mode)
      throws ErrnoException {
    String temporary = name + TEMPORARY;
    try {
      directory.unlink(temporary);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    try (Fd fd = directory.open(temporary, OpenHow.create(mode));
        OpenFile io = new OpenFile()) {
      io.write(fd, content, 0, content.length);
      OpenFile.fsync(fd);
      directory.rename(temporary, directory, name, 0);
      OpenFile.fsync(directory.fd());
    } catch (ErrnoException e) {
      discard(directory, temporary, e);
      throw e;
    }
  }

  private static void discard(Directory directory, String temporary, ErrnoException cause) {
    try {
      directory.unlink(temporary);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        cause.addSuppressed(e);
      }
    }
  }
}
