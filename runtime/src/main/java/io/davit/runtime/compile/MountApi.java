package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.symbol;

import io.davit.kernel.program.Operand;

/// Numbers of the kernel's mount interface (linux/mount.h, linux/openat2.h, linux/fcntl.h), with
/// the kernel's names.
final class MountApi {
  static final Operand AT_FDCWD = symbol("AT_FDCWD", -100);
  static final Operand AT_EMPTY_PATH = symbol("AT_EMPTY_PATH", 0x1000);
  static final Operand AT_EMPTY_PATH_RECURSIVE = symbol("AT_EMPTY_PATH|AT_RECURSIVE", 0x9000);
  static final Operand FSOPEN_CLOEXEC = symbol("FSOPEN_CLOEXEC", 1);
  static final Operand FSMOUNT_CLOEXEC = symbol("FSMOUNT_CLOEXEC", 1);
  static final Operand FSCONFIG_SET_FLAG = symbol("FSCONFIG_SET_FLAG", 0);
  static final Operand FSCONFIG_SET_STRING = symbol("FSCONFIG_SET_STRING", 1);
  static final Operand FSCONFIG_CMD_CREATE = symbol("FSCONFIG_CMD_CREATE", 6);
  static final Operand MOVE_EMPTY_PATHS =
      symbol("MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH", 0x44);
  static final Operand MOVE_F_EMPTY_PATH = symbol("MOVE_MOUNT_F_EMPTY_PATH", 0x04);
  static final Operand MNT_DETACH = symbol("MNT_DETACH", 2);
  static final Operand MS_REC_SLAVE = symbol("MS_REC|MS_SLAVE", 0x84000);

  static final long OPEN_TREE_CLONE = 0x1;
  static final long OPEN_TREE_CLOEXEC = 0x80000;
  static final long AT_RECURSIVE = 0x8000;

  /// `open_how` of a target: never through a magic link, never out of the root.
  static final Operand IN_ROOT = how("O_PATH|O_CLOEXEC", 0x280000, "IN_ROOT|NO_MAGICLINKS", 0x12);

  /// Of a target that must be what it is called: through no symbolic link at all.
  static final Operand NO_SYMLINKS =
      how("O_PATH|O_CLOEXEC", 0x280000, "IN_ROOT|NO_MAGICLINKS|NO_SYMLINKS", 0x16);

  private MountApi() {}

  private static Operand how(String flags, long flagBits, String resolve, long resolveBits) {
    return Operand.words(
        "open_how",
        java.util.List.of(
            symbol(flags, flagBits), Operand.value(0), symbol("RESOLVE_" + resolve, resolveBits)));
  }

  static final Operand HOW_SIZE = Operand.value(24);

  /// `MOUNT_ATTR_…`.
  enum Attribute {
    RDONLY(0x1),
    NOSUID(0x2),
    NODEV(0x4),
    NOEXEC(0x8),
    STRICTATIME(0x20);

    private final long bit;

    Attribute(long bit) {
      this.bit = bit;
    }

    static Operand of(Attribute... attributes) {
      long bits = 0;
      StringBuilder names = new StringBuilder();
      for (Attribute attribute : attributes) {
        bits |= attribute.bit;
        names.append(names.isEmpty() ? "" : "|").append("MOUNT_ATTR_").append(attribute.name());
      }
      return names.isEmpty() ? Operand.value(0) : symbol(names.toString(), bits);
    }
  }
}
