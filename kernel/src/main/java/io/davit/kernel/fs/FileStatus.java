package io.davit.kernel.fs;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// What statx(2) says of a file.
///
/// @param permissions the mode's lower twelve bits, set-user-id and sticky included
/// @param sizeBytes the apparent size
/// @param device the file system's; inode numbers are unique within it
/// @param represented what a device node stands for
/// @param mountRoot whether another file system is mounted here
public record FileStatus(
    FileKind kind,
    int permissions,
    int uid,
    int gid,
    long sizeBytes,
    int links,
    long inode,
    DeviceNumber device,
    DeviceNumber represented,
    Timestamp modified,
    Timestamp changed,
    boolean mountRoot) {
  /// `struct statx`, the same on every architecture.
  static final long STRUCT_BYTES = 256;

  /// STATX_BASIC_STATS.
  static final int MASK = 0x7ff;

  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

  static FileStatus read(MemorySegment statx) {
    int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT_UNALIGNED, 28));
    return new FileStatus(
        FileKind.of(mode),
        mode & 07777,
        statx.get(JAVA_INT_UNALIGNED, 20),
        statx.get(JAVA_INT_UNALIGNED, 24),
        statx.get(JAVA_LONG_UNALIGNED, 40),
        statx.get(JAVA_INT_UNALIGNED, 16),
        statx.get(JAVA_LONG_UNALIGNED, 32),
        deviceNumber(statx, 136),
        deviceNumber(statx, 128),
        timestamp(statx, 112),
        timestamp(statx, 96),
        (statx.get(JAVA_LONG_UNALIGNED, 8) & STATX_ATTR_MOUNT_ROOT) != 0);
  }

  private static DeviceNumber deviceNumber(MemorySegment statx, long offset) {
    return new DeviceNumber(
        statx.get(JAVA_INT_UNALIGNED, offset), statx.get(JAVA_INT_UNALIGNED, offset + 4));
  }

  private static Timestamp timestamp(MemorySegment statx, long offset) {
    return new Timestamp(
        statx.get(JAVA_LONG_UNALIGNED, offset), statx.get(JAVA_INT_UNALIGNED, offset + 8));
  }
}
