package io.davit.runtime.supervise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads from the first bytes of an executable file which program must run it: the one of a
/// script's `#!` line, or an ELF file's dynamic loader (execve(2), elf(5)).
final class FileHead {
  private static final int PT_INTERP = 3;
  private static final int SEGMENT_OFFSET = 32;
  private static final int SEGMENT_SIZE = 54;
  private static final int SEGMENT_COUNT = 56;

  private FileHead() {}

  /// @param script whether it is a script's
  record Found(String path, boolean script) {}

  static Optional<Found> interpreter(byte[] head) {
    if (head.length > 2 && head[0] == '#' && head[1] == '!') {
      String text = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
      String line = text.split("[\n\0]", 2)[0].strip();
      String path = line.split("[ \t]", 2)[0];
      boolean carriageReturn = text.startsWith(path + "\r");
      return Optional.of(new Found(path + (carriageReturn ? "\\r" : ""), true));
    }
    if (head.length > 64 && head[0] == 0x7f && head[1] == 'E') {
      return loader(head).map(path -> new Found(path, false));
    }
    return Optional.empty();
  }

  private static Optional<String> loader(byte[] head) {
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long offset = elf.getLong(SEGMENT_OFFSET);
    int size = Short.toUnsignedInt(elf.getShort(SEGMENT_SIZE));
    int count = Short.toUnsignedInt(elf.getShort(SEGMENT_COUNT));
    for (int i = 0; i < count; i++) {
      long at = offset + (long) i * size;
      if (at < 0 || at + 40 > elf.limit()) {
        return Optional.empty();
      }
      if (elf.getInt((int) at) == PT_INTERP) {
        long start = elf.getLong((int) at + 8);
        long length = elf.getLong((int) at + 32) - 1;
        return start < 0 || length < 1 || length > 4096 || start + length > elf.limit()
            ? Optional.empty()
            : Optional.of(new String(head, (int) start, (int) length, StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }
}
