package io.davit.kernel.program;

import java.nio.charset.StandardCharsets;
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
      return (value + "\0").getBytes(StandardCharsets.UTF_8);
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
      if (words.stream().anyMatch(Operand.SlotValue.class::isInstance)) {
        throw new IllegalArgumentException("a slot's value is unknown when memory is laid out");
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
    private final int hash;

    public Blob(byte[] bytes) {
      this.bytes = bytes.clone();
      this.hash = java.util.Arrays.hashCode(bytes);
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Blob blob && java.util.Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
