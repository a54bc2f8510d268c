package io.davit.kernel.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Extended attributes of one file (xattr(7)), which may be a symbolic link or a device: it is
/// reached through its directory's descriptor, and never followed.
public final class ExtendedAttributes {
  private static final int MAX_BYTES = 64 * 1024;

  private final Directory directory;
  private final String name;

  private ExtendedAttributes(Directory directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  public static ExtendedAttributes of(Directory directory, String name) {
    return new ExtendedAttributes(directory, name);
  }

  /// Of the directory itself.
  public static ExtendedAttributes of(Directory directory) {
    return new ExtendedAttributes(directory, ".");
  }

  /// All of them, by name; empty on a file system that has none.
  public Map<String, byte[]> all() throws ErrnoException {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (String attribute : names()) {
      Optional<byte[]> value = get(attribute);
      value.ifPresent(bytes -> values.put(attribute, bytes));
    }
    return values;
  }

  /// Empty when there is none of that name.
  public Optional<byte[]> get(String attribute) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MAX_BYTES);
      long size =
          Syscall.tryInvoke(
              SystemCall.LGETXATTR,
              path(arena),
              arena.allocateFrom(attribute).address(),
              buffer.address(),
              MAX_BYTES);
      if (isAbsent(size)) {
        return Optional.empty();
      }
      return Optional.of(buffer.asSlice(0, checked(size, SystemCall.LGETXATTR)).toArray(JAVA_BYTE));
    }
  }

  public void set(String attribute, byte[] value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, bytes, JAVA_BYTE, 0, value.length);
      Syscall.invoke(
          attribute + " of " + directory.subject(name),
          SystemCall.LSETXATTR,
          path(arena),
          arena.allocateFrom(attribute).address(),
          bytes.address(),
          value.length,
          0);
    }
  }

  private Set<String> names() throws ErrnoException {
    Set<String> names = new TreeSet<>();
    try (Arena arena = Arena.ofConfined()) {
      long path = path(arena);
      long needed = Syscall.tryInvoke(SystemCall.LLISTXATTR, path, 0, 0);
      if (needed == 0 || isAbsent(needed)) {
        return names;
      }
      MemorySegment buffer = arena.allocate(MAX_BYTES);
      long size = Syscall.tryInvoke(SystemCall.LLISTXATTR, path, buffer.address(), MAX_BYTES);
      byte[] list = buffer.asSlice(0, checked(size, SystemCall.LLISTXATTR)).toArray(JAVA_BYTE);
      for (String attribute : new String(list, StandardCharsets.UTF_8).split("\0", -1)) {
        if (!attribute.isEmpty()) {
          names.add(attribute);
        }
      }
    }
    return names;
  }

  private long path(Arena arena) {
    return KernelString.allocate(arena, directory.procPath(name)).address();
  }

  private static boolean isAbsent(long result) {
    return result == -Errno.ENODATA.number() || result == -Errno.EOPNOTSUPP.number();
  }

  private long checked(long result, SystemCall call) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(call.kernelName(), (int) -result, directory.subject(name));
    }
    return result;
  }
}
