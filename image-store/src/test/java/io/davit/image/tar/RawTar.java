package io.davit.image.tar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes tar archives that no honest tool writes.
public final class RawTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// An entry of any type; the name and the link are written as they are, cut at 100 bytes.
  public RawTar entry(char type, String name, String link, byte[] content) {
    return entry(type, name, link, content, content.length);
  }

  public RawTar entry(char type, String name, String link, byte[] content, long size) {
    byte[] block = new byte[512];
    put(block, 0, name, 100);
    put(block, 100, "0000644", 8);
    put(block, 108, "0000000", 8);
    put(block, 116, "0000000", 8);
    put(block, 124, "%011o".formatted(size), 12);
    put(block, 136, "00000000000", 12);
    block[156] = (byte) type;
    put(block, 157, link, 100);
    put(block, 257, "ustar\00000", 8);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum), 8);
    out.writeBytes(block);
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & 511]);
    return this;
  }

  public RawTar file(String name, String content) {
    return entry('0', name, "", content.getBytes(StandardCharsets.UTF_8));
  }

  public RawTar folder(String name) {
    return entry('5', name, "", new byte[0]);
  }

  public RawTar symlink(String name, String target) {
    return entry('2', name, target, new byte[0]);
  }

  public RawTar hardLink(String name, String target) {
    return entry('1', name, target, new byte[0]);
  }

  /// An extended header for the entry that follows.
  public RawTar pax(String key, byte[] value) {
    byte[] tail = new byte[key.length() + value.length + 3];
    System.arraycopy(
        (" " + key + "=").getBytes(StandardCharsets.UTF_8), 0, tail, 0, key.length() + 2);
    System.arraycopy(value, 0, tail, key.length() + 2, value.length);
    tail[tail.length - 1] = '\n';
    int length = tail.length + 1;
    while (Integer.toString(length).length() + tail.length != length) {
      length++;
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(tail);
    return entry('x', "pax", "", record.toByteArray());
  }

  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(new byte[1024]);
    return all.toByteArray();
  }

  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  private static void put(byte[] block, int offset, String text, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
  }
}
