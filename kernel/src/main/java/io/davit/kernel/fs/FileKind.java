package io.davit.kernel.fs;

/// What an inode is, by its mode (inode(7)).
public enum FileKind {
  REGULAR(0100000),
  DIRECTORY(0040000),
  SYMLINK(0120000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000),
  FIFO(0010000),
  SOCKET(0140000);

  private static final int S_IFMT = 0170000;

  private final int bits;

  FileKind(int bits) {
    this.bits = bits;
  }

  /// Its `S_IF…` bits.
  public int bits() {
    return bits;
  }

  /// @throws IllegalArgumentException for bits that no kernel gives
  public static FileKind of(int mode) {
    for (FileKind kind : values()) {
      if ((mode & S_IFMT) == kind.bits) {
        return kind;
      }
    }
    throw new IllegalArgumentException("mode 0%o".formatted(mode));
  }
}
