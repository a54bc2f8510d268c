package io.davit.kernel.fs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// An open directory: names are looked up in it, whatever its own path has become.
///
/// A *name* is one component; a *path* may have several and is resolved as its [OpenHow] says. No
/// method follows a symbolic link as the last component but [#open] where its how allows it. Used
/// by one thread at a time.
public final class Directory implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_RETRIES = 64;
  private static final long FS_IOC_GETFLAGS = 0x80086601L;
  private static final long FS_IOC_SETFLAGS = 0x40086602L;
  private static final long FS_TOPDIR_FL = 0x20000;

  private final Fd fd;
  private final String label;

  /// @param label what it is, for the text of exceptions
  public Directory(Fd fd, String label) {
    this.fd = fd;
    this.label = label;
  }

  /// Opens a path of the host, which the caller trusts: symbolic links are followed.
  public static Directory open(Path path) throws ErrnoException {
    OpenHow how = new OpenHow(OpenHow.O_RDONLY | OpenHow.oDirectory(), 0, 0);
    return new Directory(openat2(AT_FDCWD, path.toString(), how, path.toString()), path.toString());
  }

  /// Opens a directory below this one, through no symbolic link.
  public Directory openDirectory(String path) throws ErrnoException {
    return openDirectory(path, OpenHow.plain(OpenHow.O_RDONLY));
  }

  public Directory openDirectory(String path, OpenHow how) throws ErrnoException {
    OpenHow directory = new OpenHow(how.flags() | OpenHow.oDirectory(), how.mode(), how.resolve());
    return new Directory(open(path, directory), subject(path));
  }

  /// openat2(2).
  public Fd open(String path, OpenHow how) throws ErrnoException {
    return openat2(fd.number(), path, how, subject(path));
  }

  public void mkdir(String name, int mode) throws ErrnoException {
    onName(name, SystemCall.MKDIRAT, mode);
  }

  /// @param kind a device or a FIFO, or an empty regular file
  public void mknod(String name, FileKind kind, int mode, DeviceNumber device)
      throws ErrnoException {
    onName(name, SystemCall.MKNODAT, kind.bits() | mode, device.encoded());
  }

  /// @param target taken as it is
  public void symlink(String target, String name) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          subject(name),
          SystemCall.SYMLINKAT,
          KernelString.allocate(arena, target).address(),
          fd.number(),
          KernelString.allocate(arena, name).address());
    }
  }

  /// Gives a file of another directory a second name here; a symbolic link is linked itself.
  public void link(Directory from, String fromName, String name) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          subject(name) + " to " + from.subject(fromName),
          SystemCall.LINKAT,
          from.fd.number(),
          KernelString.allocate(arena, fromName).address(),
          fd.number(),
          KernelString.allocate(arena, name).address(),
          0);
    }
  }

  public void unlink(String name) throws ErrnoException {
    onName(name, SystemCall.UNLINKAT, 0);
  }

  public void rmdir(String name) throws ErrnoException {
    onName(name, SystemCall.UNLINKAT, AT_REMOVEDIR);
  }

  public void chown(String name, int uid, int gid) throws ErrnoException {
    onName(
        name,
        SystemCall.FCHOWNAT,
        Integer.toUnsignedLong(uid),
        Integer.toUnsignedLong(gid),
        AT_SYMLINK_NOFOLLOW);
  }

  /// Not for symbolic links, which have no mode: the kernel would follow one.
  public void chmod(String name, int permissions) throws ErrnoException {
    onName(name, SystemCall.FCHMODAT, permissions);
  }

  /// Tells the file system that the directories in here have nothing to do with each other (`chattr
  /// +T`): ext4 then spreads them, and looks through fewer inodes for a free one. Others know no
  /// such thing.
  ///
  /// @return whether it was understood
  public boolean spread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(JAVA_LONG);
      if (Syscall.tryInvoke(SystemCall.IOCTL, fd.number(), FS_IOC_GETFLAGS, flags.address()) < 0) {
        return false;
      }
      flags.set(JAVA_LONG, 0, flags.get(JAVA_LONG, 0) | FS_TOPDIR_FL);
      return Syscall.tryInvoke(SystemCall.IOCTL, fd.number(), FS_IOC_SETFLAGS, flags.address())
          == 0;
    }
  }

  /// Sets both the time of access and that of modification.
  public void setTime(String name, Timestamp time) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment times = arena.allocate(JAVA_LONG, 4);
      for (int i = 0; i < 4; i += 2) {
        times.setAtIndex(JAVA_LONG, i, time.seconds());
        times.setAtIndex(JAVA_LONG, i + 1, time.nanos());
      }
      Syscall.invoke(
          subject(name),
          SystemCall.UTIMENSAT,
          fd.number(),
          KernelString.allocate(arena, name).address(),
          times.address(),
          AT_SYMLINK_NOFOLLOW);
    }
  }

  /// @param flags 0, or `RENAME_NOREPLACE` 1, `RENAME_EXCHANGE` 2 (renameat2(2))
  public void rename(String name, Directory to, String newName, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          subject(name) + " to " + to.subject(newName),
          SystemCall.RENAMEAT2,
          fd.number(),
          KernelString.allocate(arena, name).address(),
          to.fd.number(),
          KernelString.allocate(arena, newName).address(),
          flags);
    }
  }

  public FileStatus status(String name) throws ErrnoException {
    return statx(name, AT_SYMLINK_NOFOLLOW);
  }

  /// Of the directory itself.
  public FileStatus status() throws ErrnoException {
    return statx("", AT_EMPTY_PATH);
  }

  public String readlink(String name) throws ErrnoException {
    int capacity = 4096;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(capacity);
      long length =
          Syscall.invoke(
              subject(name),
              SystemCall.READLINKAT,
              fd.number(),
              KernelString.allocate(arena, name).address(),
              buffer.address(),
              capacity);
      return KernelString.decode(
          buffer.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
  }

  /// The names in it, without `.` and `..`, in the order of their bytes.
  public List<String> list() throws ErrnoException {
    return DirectoryEntries.read(fd, label);
  }

  public Fd fd() {
    return fd;
  }

  /// A path to the name that only this process can use and that passes through no name above it:
  /// for the calls that take no descriptor.
  String procPath(String name) {
    return name.isEmpty() ? fd.procPath() : fd.procPath() + "/" + name;
  }

  String subject(String name) {
    return name + " in " + label;
  }

  @Override
  public void close() {
    fd.close();
  }

  private FileStatus statx(String name, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(FileStatus.STRUCT_BYTES, 8);
      Syscall.invoke(
          subject(name),
          SystemCall.STATX,
          fd.number(),
          KernelString.allocate(arena, name).address(),
          flags,
          FileStatus.MASK,
          buffer.address());
      return FileStatus.read(buffer);
    }
  }

  private void onName(String name, SystemCall call, long... rest) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      long[] arguments = new long[rest.length + 2];
      arguments[0] = fd.number();
      arguments[1] = KernelString.allocate(arena, name).address();
      System.arraycopy(rest, 0, arguments, 2, rest.length);
      Syscall.invoke(subject(name), call, arguments);
    }
  }

  private static Fd openat2(int directory, String path, OpenHow how, String subject)
      throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(JAVA_LONG, 3);
      struct.setAtIndex(JAVA_LONG, 0, how.flags() | OpenHow.O_CLOEXEC);
      struct.setAtIndex(JAVA_LONG, 1, how.mode());
      struct.setAtIndex(JAVA_LONG, 2, how.resolve());
      long name = KernelString.allocate(arena, path).address();
      for (int attempt = 1; ; attempt++) {
        long result =
            Syscall.tryInvoke(
                SystemCall.OPENAT2, directory, name, struct.address(), struct.byteSize());
        if (result >= 0) {
          return new Fd(result);
        }
        // EAGAIN: something was renamed while ".." was resolved; the answer would not be safe.
        boolean again = result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number();
        if (!again || attempt == OPEN_RETRIES) {
          throw new ErrnoException(SystemCall.OPENAT2.kernelName(), (int) -result, subject);
        }
      }
    }
  }
}
