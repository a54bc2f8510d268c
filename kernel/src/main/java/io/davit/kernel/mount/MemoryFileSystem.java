package io.davit.kernel.mount;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import io.davit.kernel.fs.Directory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// File systems that are memory (tmpfs(5)): what lies there ends with the boot.
public final class MemoryFileSystem {
  private static final long TMPFS_MAGIC = 0x01021994;
  private static final long RAMFS_MAGIC = 0x858458f6L;
  private static final int STATFS_SIZE = 120;
  private static final long MS_NOSUID = 2;
  private static final long MS_NODEV = 4;
  private static final long UMOUNT_NOFOLLOW = 8;

  private MemoryFileSystem() {}

  /// Whether a directory lies in one.
  public static boolean holds(Path directory) throws ErrnoException {
    try (Arena arena = Arena.ofConfined();
        Fd opened = Directory.open(directory).fd()) {
      MemorySegment status = arena.allocate(STATFS_SIZE, 8);
      Syscall.invoke(
          directory.toString(), SystemCall.FSTATFS, opened.number(), Syscall.address(status));
      long type = status.get(JAVA_LONG, 0);
      return type == TMPFS_MAGIC || type == RAMFS_MAGIC;
    }
  }

  /// Mounts a new one, of at most half the machine's memory, as all tmpfs are by default.
  ///
  /// @param source what it is called in the list of mounts
  public static void mount(String source, Path directory) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          directory.toString(),
          SystemCall.MOUNT,
          Syscall.address(arena.allocateFrom(source)),
          Syscall.address(arena.allocateFrom(directory.toString())),
          Syscall.address(arena.allocateFrom("tmpfs")),
          MS_NOSUID | MS_NODEV,
          Syscall.address(arena.allocateFrom("mode=755")));
    }
  }

  /// @throws ErrnoException EBUSY as long as something uses it
  public static void unmount(Path directory) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          directory.toString(),
          SystemCall.UMOUNT2,
          Syscall.address(arena.allocateFrom(directory.toString())),
          UMOUNT_NOFOLLOW);
    }
  }
}
