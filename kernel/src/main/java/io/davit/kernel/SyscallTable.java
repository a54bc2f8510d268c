package io.davit.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/// Numbers of all system calls, by the kernel's name (`syscalls.tbl`, from the uapi headers).
public final class SyscallTable {
  /// The tables that the kernel keeps: a 64-bit x86 kernel also serves i386 programs.
  public enum Abi {
    X86_64(0),
    I386(1),
    AARCH64(2);

    private final int column;

    Abi(int column) {
      this.column = column;
    }

    static Abi of(Architecture architecture) {
      return switch (architecture) {
        case X86_64 -> X86_64;
        case AARCH64 -> AARCH64;
      };
    }
  }

  private static final Map<String, int[]> NUMBERS = load();

  private SyscallTable() {}

  /// The number of a call, or empty where the ABI has none of that name.
  public static OptionalInt number(Abi abi, String name) {
    int[] row = NUMBERS.get(name);
    return row == null || row[abi.column] < 0
        ? OptionalInt.empty()
        : OptionalInt.of(row[abi.column]);
  }

  /// All names, of any ABI.
  public static java.util.Set<String> names() {
    return java.util.Collections.unmodifiableSet(NUMBERS.keySet());
  }

  private static Map<String, int[]> load() {
    Map<String, int[]> numbers = HashMap.newHashMap(512);
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SyscallTable.class.getResourceAsStream("syscalls.tbl")),
                StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] field = line.split(" ", -1);
          numbers.put(field[0], new int[] {parse(field[1]), parse(field[2]), parse(field[3])});
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }

  private static int parse(String field) {
    return field.equals("-") ? -1 : Integer.parseInt(field);
  }
}
