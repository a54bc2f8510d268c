package io.davit.kernel.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The names in an open directory: getdents64(2).
final class DirectoryEntries {
  private static final int BUFFER_BYTES = 64 * 1024;

  /// Offsets in `struct linux_dirent64`.
  private static final long RECORD_LENGTH = 16;

  private static final long NAME = 19;

  private DirectoryEntries() {}

  static List<String> read(Fd fd, String label) throws ErrnoException {
    List<byte[]> names = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
      Syscall.invoke(label, SystemCall.LSEEK, fd.number(), 0, 0);
      while (true) {
        long size =
            Syscall.invoke(
                label, SystemCall.GETDENTS64, fd.number(), buffer.address(), BUFFER_BYTES);
        if (size == 0) {
          break;
        }
        for (long at = 0; at < size; ) {
          int length = Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH));
          byte[] name = name(buffer.asSlice(at + NAME, length - NAME));
          if (!isSelfOrParent(name)) {
            names.add(name);
          }
          at += length;
        }
      }
    }
    names.sort(Arrays::compareUnsigned);
    return names.stream().map(KernelString::decode).toList();
  }

  private static byte[] name(MemorySegment field) {
    int length = 0;
    while (field.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return field.asSlice(0, length).toArray(JAVA_BYTE);
  }

  private static boolean isSelfOrParent(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }
}
