package io.davit.image.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.image.tree.Limits;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.KernelString;
import io.davit.kernel.fs.Timestamp;
import io.davit.problem.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is written is read again, whatever it is; and no bytes at all make the reader fail
/// otherwise than by saying that they are wrong.
final class TarFuzzTest {
  private static final Limits LIMITS = new Limits(10_000, 1 << 16, 1 << 16, 1 << 20, 10);

  @Test
  void anyEntrySurvivesARoundTrip() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<TreeEntry> entries = new ArrayList<>();
      List<byte[]> contents = new ArrayList<>();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TarWriter writer = new TarWriter(out);
      for (int i = 0; i < 10; i++) {
        byte[] content = new byte[random.nextInt(3) * random.nextInt(700)];
        random.nextBytes(content);
        TreeEntry entry = entry(random, content.length);
        writer.entry(entry);
        if (entry instanceof TreeEntry.Regular) {
          writer.content(content, content.length);
        }
        entries.add(entry);
        contents.add(entry instanceof TreeEntry.Regular ? content : new byte[0]);
      }
      writer.finish();
      List<TreeEntry> read = new ArrayList<>();
      TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()), LIMITS);
      for (Optional<TreeEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        assertThat(content(reader)).as("seed %d", seed).isEqualTo(contents.get(read.size()));
        read.add(entry.get());
      }
      assertThat(read.stream().map(TarFuzzTest::shown).toList())
          .as("seed %d", seed)
          .isEqualTo(entries.stream().map(TarFuzzTest::shown).toList());
    }
  }

  @Test
  void damageIsAlwaysSaidToBeDamage() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] whole = archive(random);
    for (int round = 0; round < 10_000; round++) {
      byte[] damaged = whole.clone();
      int header = 512 * random.nextInt(damaged.length / 512);
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[header + random.nextInt(512)] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        seal(damaged, header);
      }
      int length = random.nextInt(10) == 0 ? random.nextInt(damaged.length) : damaged.length;
      try {
        TarReader reader = new TarReader(new ByteArrayInputStream(damaged, 0, length), LIMITS);
        while (reader.next().isPresent()) {
          content(reader);
        }
      } catch (InvalidInput | IOException _) {
        // Said to be damaged: that is what is asked for. Anything else fails the test.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  private static byte[] archive(Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (int i = 0; i < 10; i++) {
      writer.entry(entry(random, 0));
    }
    writer.finish();
    RawTar raw =
        new RawTar()
            .entry(
                'L',
                "././@LongLink",
                "",
                "long/name\0".repeat(1).getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .file("x", "content")
            .entry('S', "sparse", "", new byte[512]);
    byte[] both = Arrays.copyOf(raw.bytes(), raw.bytes().length - 1024 + out.size());
    System.arraycopy(out.toByteArray(), 0, both, raw.bytes().length - 1024, out.size());
    return both;
  }

  private static void seal(byte[] archive, int header) {
    Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] digits = "%06o\0".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, archive, header + 148, 7);
  }

  private static TreeEntry entry(Random random, int size) {
    String path = name(random, random.nextInt(5) == 0 ? 200 : 20);
    Map<String, byte[]> attributes = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      byte[] value = new byte[1 + random.nextInt(40)];
      random.nextBytes(value);
      attributes.put("user." + i, value);
    }
    Metadata metadata =
        new Metadata(
            random.nextInt(010000),
            random.nextBoolean() ? random.nextInt(1000) : random.nextInt(Integer.MAX_VALUE),
            random.nextInt(1 << 30) - (1 << 29) == -1 ? 0 : random.nextInt(1 << 30),
            new Timestamp(
                random.nextLong(1L << 40) - (1L << 39),
                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000)),
            attributes);
    DeviceNumber device = new DeviceNumber(random.nextInt(4096), random.nextInt(1 << 20));
    return switch (random.nextInt(5)) {
      case 0 -> new TreeEntry.Folder(path, metadata);
      case 1 -> new TreeEntry.Symlink(path, metadata, name(random, 150) + "/../x");
      case 2 -> new TreeEntry.Special(path, metadata, FileKind.CHARACTER_DEVICE, device);
      case 3 -> new TreeEntry.HardLink(path, name(random, 150));
      default -> new TreeEntry.Regular(path, metadata, size);
    };
  }

  private static String name(Random random, int length) {
    byte[] bytes = new byte[1 + random.nextInt(length)];
    for (int i = 0; i < bytes.length; i++) {
      do {
        bytes[i] =
            (byte) (random.nextBoolean() ? 'a' + random.nextInt(26) : 1 + random.nextInt(255));
      } while (bytes[i] == '/' || bytes[i] == '.');
    }
    return KernelString.decode(bytes);
  }

  private static byte[] content(TarReader reader) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[100];
    try {
      for (int size = reader.content().read(buffer);
          size > 0;
          size = reader.content().read(buffer)) {
        all.write(buffer, 0, size);
      }
    } catch (io.davit.kernel.ErrnoException e) {
      throw new IOException(e);
    }
    return all.toByteArray();
  }

  private static String shown(TreeEntry entry) {
    Map<String, byte[]> attributes =
        switch (entry) {
          case TreeEntry.Folder it -> it.metadata().attributes();
          case TreeEntry.Regular it -> it.metadata().attributes();
          case TreeEntry.Symlink it -> it.metadata().attributes();
          case TreeEntry.Special it -> it.metadata().attributes();
          case TreeEntry.HardLink _ -> Map.of();
        };
    StringBuilder text = new StringBuilder(entry.toString().replaceAll("\\[B@[0-9a-f]+", ""));
    attributes.forEach((key, value) -> text.append(key).append(HexFormat.of().formatHex(value)));
    return text.toString();
  }
}
