package io.davit.image.tar;

import io.davit.kernel.fs.KernelString;
import java.util.Arrays;

/// One block of a tar archive seen as a header: `struct posix_header` of tar(5).
final class TarBlock {
  static final int BYTES = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  private final byte[] bytes;

  TarBlock(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isEnd() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// Old writers summed signed bytes.
  boolean hasRightChecksum() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BYTES; i++) {
      boolean inChecksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      unsigned += inChecksum ? ' ' : bytes[i] & 0xff;
      signed += inChecksum ? ' ' : bytes[i];
    }
    long stored = number(CHECKSUM, CHECKSUM_BYTES);
    return stored == unsigned || stored == signed;
  }

  char type() {
    return (char) (bytes[156] & 0xff);
  }

  /// ustar's prefix included; GNU's variant has other fields in its place.
  String name() {
    String name = text(0, 100);
    String prefix = isUstar() ? text(PREFIX, PREFIX_BYTES) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() {
    return text(157, 100);
  }

  int permissions() {
    return (int) number(100, 8) & 07777;
  }

  long uid() {
    return number(108, 8);
  }

  long gid() {
    return number(116, 8);
  }

  long size() {
    return number(124, 12);
  }

  long modifiedSeconds() {
    return number(136, 12);
  }

  long deviceMajor() {
    return number(329, 8);
  }

  long deviceMinor() {
    return number(337, 8);
  }

  /// Octal digits; or, with the highest bit set, two's complement of base 256.
  long number(int offset, int length) {
    if ((bytes[offset] & 0x80) != 0) {
      return binary(offset, length);
    }
    long value = 0;
    int at = offset;
    int end = offset + length;
    while (at < end && (bytes[at] == ' ' || bytes[at] == 0)) {
      at++;
    }
    for (; at < end && bytes[at] != ' ' && bytes[at] != 0; at++) {
      if (bytes[at] < '0' || bytes[at] > '7') {
        throw Damaged.at("a number in a header is not octal");
      }
      value = (value << 3) + (bytes[at] - '0');
    }
    return value;
  }

  private long binary(int offset, int length) {
    boolean negative = (bytes[offset] & 0x40) != 0;
    long value = negative ? (bytes[offset] | 0x80) : bytes[offset] & 0x7f;
    for (int i = 1; i < length; i++) {
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        throw Damaged.at("a number in a header does not fit into 64 bits");
      }
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  private boolean isUstar() {
    return bytes[257] == 'u' && bytes[258] == 's' && bytes[262] == 0 && bytes[261] == 'r';
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return KernelString.decode(Arrays.copyOfRange(bytes, offset, end));
  }
}
