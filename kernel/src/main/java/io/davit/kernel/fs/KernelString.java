package io.davit.kernel.fs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Names and link targets as the kernel has them: any bytes but NUL.
///
/// A byte that is no part of valid UTF-8 becomes the lone surrogate U+DC80 to U+DCFF and back
/// again, so that every name survives a round trip and ordinary ones are ordinary strings.
public final class KernelString {
  private static final char ESCAPE = '\uDC00';

  private KernelString() {}

  public static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return decodeWithEscapes(bytes);
    }
  }

  /// @throws IllegalArgumentException when the text holds a NUL
  public static byte[] encode(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name holds a NUL byte");
    }
    boolean plain = text.chars().noneMatch(unit -> Character.isSurrogate((char) unit));
    return plain ? text.getBytes(StandardCharsets.UTF_8) : encodeWithEscapes(text);
  }

  /// The text with its closing NUL.
  public static MemorySegment allocate(Arena arena, String text) {
    byte[] bytes = encode(text);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  private static String decodeWithEscapes(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = validLength(bytes, at);
      if (length == 0) {
        text.append((char) (ESCAPE | (bytes[at] & 0xff)));
        at++;
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /// Length of the one valid character at `at`, or 0.
  private static int validLength(byte[] bytes, int at) {
    for (int length = 1; length <= 4 && at + length <= bytes.length; length++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
        return length;
      } catch (CharacterCodingException _) {
        // One byte more may complete it.
      }
    }
    return 0;
  }

  private static byte[] encodeWithEscapes(String text) {
    byte[] bytes = new byte[text.length() * 3];
    int size = 0;
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point >= 0xDC80 && point <= 0xDCFF) {
        bytes[size++] = (byte) point;
      } else if (point >= 0xD800 && point <= 0xDFFF) {
        throw new IllegalArgumentException("a name holds half a character");
      } else {
        byte[] encoded = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
      }
      at += Character.charCount(point);
    }
    return Arrays.copyOf(bytes, size);
  }
}
