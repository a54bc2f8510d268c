package io.davit.kernel.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Something in a program's memory that operands point to.
public sealed interface Datum {
  /// A string in UTF-8, ended by a zero byte.
  record Text(String value) implements Datum {
    public Text {
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a string for the kernel holds no zero byte");
      }
    }

    byte[] bytes() {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      return Arrays.copyOf(bytes, bytes.length + 1);
    }
  }

  /// Bytes as they are: a structure without pointers, a filter.
  record Bytes(Blob value) implements Datum {}

  /// A structure or an array of 64-bit words, some of which may be pointers.
  ///
  /// @param words each one known before the program runs: no slot's value
  record Words(String name, List<Operand> words) implements Datum {
    public Words {
      words = List.copyOf(words);
      for (Operand word : words) {
        if (word instanceof Operand.SlotValue) {
          throw new IllegalArgumentException("a slot's value is unknown when memory is laid out");
        }
      }
    }
  }

  /// Room that system calls write into: zeros at the start. Two of them are never the same room.
  ///
  /// @param number identifies it in its program
  record Space(int number, String name, int size) implements Datum {}

  /// Bytes that nobody changes, equal by content.
  final class Blob {
    private final byte[] bytes;

    public Blob(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
