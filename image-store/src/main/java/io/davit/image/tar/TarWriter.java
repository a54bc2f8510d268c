package io.davit.image.tar;

import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.KernelString;
import io.davit.kernel.fs.Timestamp;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Writes a pax archive whose bytes are a function of the entries alone: equal trees give equal
/// archives, and so equal layer ids.
public final class TarWriter {
  private static final long MAX_OCTAL_8 = 07777777;
  private static final long MAX_OCTAL_12 = 077777777777L;

  private final OutputStream out;
  private long padding;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Begins an entry; the content of a regular file follows through [#content].
  public void entry(TreeEntry entry) throws IOException {
    out.write(new byte[(int) padding]);
    switch (entry) {
      case TreeEntry.Folder folder ->
          header(
              folder.path().isEmpty() ? "./" : folder.path() + "/",
              '5',
              folder.metadata(),
              0,
              "",
              DeviceNumber.NONE);
      case TreeEntry.Regular file ->
          header(file.path(), '0', file.metadata(), file.sizeBytes(), "", DeviceNumber.NONE);
      case TreeEntry.Symlink link ->
          header(link.path(), '2', link.metadata(), 0, link.target(), DeviceNumber.NONE);
      case TreeEntry.HardLink link ->
          header(
              link.path(),
              '1',
              new Metadata(0644, 0, 0, Timestamp.EPOCH, Map.of()),
              0,
              link.target(),
              DeviceNumber.NONE);
      case TreeEntry.Special special ->
          header(special.path(), type(special.kind()), special.metadata(), 0, "", special.device());
    }
    padding = entry instanceof TreeEntry.Regular file ? StoredContent.padding(file.sizeBytes()) : 0;
  }

  public void content(byte[] buffer, int length) throws IOException {
    out.write(buffer, 0, length);
  }

  /// Ends the archive with its two empty blocks.
  public void finish() throws IOException {
    out.write(new byte[(int) padding]);
    padding = 0;
    out.write(new byte[2 * TarBlock.BYTES]);
  }

  private static char type(FileKind kind) {
    return switch (kind) {
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case FIFO -> '6';
      case REGULAR, DIRECTORY, SYMLINK, SOCKET -> throw new IllegalArgumentException(kind.name());
    };
  }

  private void header(
      String path, char type, Metadata metadata, long size, String link, DeviceNumber device)
      throws IOException {
    byte[] name = KernelString.encode(path);
    byte[] target = KernelString.encode(link);
    long uid = Integer.toUnsignedLong(metadata.uid());
    long gid = Integer.toUnsignedLong(metadata.gid());
    Timestamp modified = metadata.modified();
    Map<String, byte[]> pax = new TreeMap<>();
    addWhen(name.length > 100, pax, "path", name);
    addWhen(target.length > 100, pax, "linkpath", target);
    addWhen(size > MAX_OCTAL_12, pax, "size", ascii(Long.toString(size)));
    addWhen(uid > MAX_OCTAL_8, pax, "uid", ascii(Long.toString(uid)));
    addWhen(gid > MAX_OCTAL_8, pax, "gid", ascii(Long.toString(gid)));
    boolean plainTime =
        modified.nanos() == 0 && modified.seconds() >= 0 && modified.seconds() <= MAX_OCTAL_12;
    addWhen(!plainTime, pax, "mtime", ascii(decimal(modified)));
    metadata.attributes().forEach((key, value) -> pax.put("SCHILY.xattr." + key, value));
    if (!pax.isEmpty()) {
      byte[] records = records(pax);
      out.write(block(ascii("pax"), 'x', records.length));
      out.write(records);
      out.write(new byte[(int) StoredContent.padding(records.length)]);
    }
    byte[] block = new byte[TarBlock.BYTES];
    put(block, 0, name, 100);
    octal(block, 100, 8, metadata.permissions());
    octal(block, 108, 8, Math.min(uid, MAX_OCTAL_8));
    octal(block, 116, 8, Math.min(gid, MAX_OCTAL_8));
    octal(block, 124, 12, Math.min(size, MAX_OCTAL_12));
    octal(block, 136, 12, plainTime ? modified.seconds() : 0);
    block[156] = (byte) type;
    put(block, 157, target, 100);
    octal(block, 329, 8, Integer.toUnsignedLong(device.major()));
    octal(block, 337, 8, Integer.toUnsignedLong(device.minor()));
    out.write(sealed(block));
  }

  private static void addWhen(boolean needed, Map<String, byte[]> pax, String key, byte[] value) {
    if (needed) {
      pax.put(key, value);
    }
  }

  private static byte[] block(byte[] name, char type, long size) {
    byte[] block = new byte[TarBlock.BYTES];
    put(block, 0, name, 100);
    octal(block, 100, 8, 0644);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, 0);
    block[156] = (byte) type;
    return sealed(block);
  }

  private static byte[] sealed(byte[] block) {
    put(block, 257, ascii("ustar\00000"), 8);
    Arrays.fill(block, 148, 156, (byte) ' ');
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static byte[] records(Map<String, byte[]> pax) throws IOException {
    java.io.ByteArrayOutputStream records = new java.io.ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> row : pax.entrySet()) {
      byte[] key = row.getKey().getBytes(StandardCharsets.UTF_8);
      int rest = key.length + row.getValue().length + 3;
      int length = rest + digits(rest);
      length = rest + digits(length);
      records.write(ascii(length + " "));
      records.write(key);
      records.write('=');
      records.write(row.getValue());
      records.write('\n');
    }
    return records.toByteArray();
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  private static String decimal(Timestamp time) {
    return BigDecimal.valueOf(time.seconds())
        .add(BigDecimal.valueOf(time.nanos(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    byte[] digits = ascii(Long.toOctalString(value));
    int start = offset + length - 1 - digits.length;
    Arrays.fill(block, offset, start, (byte) '0');
    System.arraycopy(digits, 0, block, start, digits.length);
  }

  private static void put(byte[] block, int offset, byte[] text, int length) {
    System.arraycopy(text, 0, block, offset, Math.min(text.length, length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
