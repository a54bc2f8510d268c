package io.davit.kernel.fs;

import io.davit.kernel.Architecture;

/// How a path is opened: `struct open_how` of openat2(2). O_CLOEXEC is always set.
///
/// @param resolve `RESOLVE_…`: what a path may pass through
public record OpenHow(long flags, int mode, long resolve) {
  public static final long O_RDONLY = 0;
  public static final long O_WRONLY = 1;
  public static final long O_RDWR = 2;
  public static final long O_CREAT = 0100;
  public static final long O_EXCL = 0200;
  public static final long O_TRUNC = 01000;
  public static final long O_APPEND = 02000;
  public static final long O_NONBLOCK = 04000;
  public static final long O_CLOEXEC = 02000000;
  public static final long O_PATH = 010000000;

  /// No mount point may be crossed.
  public static final long RESOLVE_NO_XDEV = 0x01;

  /// No magic link such as /proc/self/fd/1.
  public static final long RESOLVE_NO_MAGICLINKS = 0x02;

  /// No symbolic link at all.
  public static final long RESOLVE_NO_SYMLINKS = 0x04;

  /// What leads out of the directory is refused.
  public static final long RESOLVE_BENEATH = 0x08;

  /// The directory plays `/`: absolute links and `..` stay inside.
  public static final long RESOLVE_IN_ROOT = 0x10;

  private static final Architecture CURRENT = Architecture.current();

  /// Below the directory and through no symbolic link, neither on the way nor at its end.
  public static OpenHow plain(long flags) {
    return new OpenHow(flags | oNofollow(), 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
  }

  /// Makes a file that was not there.
  public static OpenHow create(int mode) {
    return new OpenHow(
        O_WRONLY | O_CREAT | O_EXCL | oNofollow(), mode, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
  }

  /// As a process sees it whose root the directory is; magic links are refused.
  public static OpenHow inRoot(long flags) {
    return new OpenHow(flags, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  }

  public OpenHow withResolve(long further) {
    return new OpenHow(flags, mode, resolve | further);
  }

  /// The path must be a directory. The value differs between architectures.
  public static long oDirectory() {
    return switch (CURRENT) {
      case X86_64 -> 0200000;
      case AARCH64 -> 040000;
    };
  }

  /// The last component must not be a symbolic link. The value differs between architectures.
  public static long oNofollow() {
    return switch (CURRENT) {
      case X86_64 -> 0400000;
      case AARCH64 -> 0100000;
    };
  }
}
