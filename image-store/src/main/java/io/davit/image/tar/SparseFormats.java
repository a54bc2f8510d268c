package io.davit.image.tar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the map of a sparse file in each of GNU tar's four ways of writing it.
final class SparseFormats {
  private static final int MAX_VALUES = 200_000;
  private static final String PREFIX = "GNU.sparse.";

  private SparseFormats() {}

  /// A source of further blocks of the archive.
  @FunctionalInterface
  interface Blocks {
    TarBlock next() throws IOException;
  }

  /// The old one, type `S`: four segments in the header, twenty-one in each block that follows.
  static SparseMap old(TarBlock header, Blocks blocks) throws IOException {
    List<Long> numbers = new ArrayList<>();
    addPairs(numbers, header, 386, 4);
    boolean more = header.bytes()[482] != 0;
    while (more) {
      TarBlock block = blocks.next();
      addPairs(numbers, block, 0, 21);
      more = block.bytes()[504] != 0;
      checkCount(numbers);
    }
    return SparseMap.of(numbers, header.number(483, 12));
  }

  /// pax 0.0 (repeated keys) and 0.1 (one list).
  static Optional<SparseMap> inRecords(PaxRecords pax) {
    OptionalLong size = pax.number(PREFIX + "size");
    if (size.isEmpty()) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    Optional<String> list = pax.text(PREFIX + "map");
    if (list.isPresent()) {
      for (String number : list.get().split(",", -1)) {
        numbers.add(parse(number));
      }
    } else {
      for (PaxRecords.Row row : pax.rows()) {
        if (row.key().equals(PREFIX + "offset") || row.key().equals(PREFIX + "numbytes")) {
          numbers.add(parse(new String(row.value(), java.nio.charset.StandardCharsets.US_ASCII)));
        }
      }
    }
    checkCount(numbers);
    return Optional.of(SparseMap.of(numbers, size.getAsLong()));
  }

  /// The size of a file whose map is in front of its content: pax 1.0.
  static OptionalLong sizeOfMapped(PaxRecords pax) {
    OptionalLong major = pax.number(PREFIX + "major");
    return major.isPresent() && major.getAsLong() == 1
        ? pax.number(PREFIX + "realsize")
        : OptionalLong.empty();
  }

  /// pax 1.0: decimal lines in front of the content, filled up to whole blocks.
  static SparseMap inContent(long sizeBytes, Blocks blocks) throws IOException {
    Lines lines = new Lines(blocks);
    long count = lines.next();
    if (count > MAX_VALUES) {
      throw Damaged.at("the map of a sparse file has " + count + " segments");
    }
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 2 * count; i++) {
      numbers.add(lines.next());
    }
    return SparseMap.of(numbers, sizeBytes);
  }

  static Optional<String> name(PaxRecords pax) {
    return pax.text(PREFIX + "name");
  }

  private static void addPairs(List<Long> numbers, TarBlock block, int offset, int pairs) {
    for (int i = 0; i < 2 * pairs; i++) {
      numbers.add(block.number(offset + 12 * i, 12));
    }
  }

  private static void checkCount(List<Long> numbers) {
    if (numbers.size() > 2 * MAX_VALUES) {
      throw Damaged.at("the map of a sparse file has too many segments");
    }
  }

  private static long parse(String number) {
    if (!number.matches("[0-9]{1,18}")) {
      throw Damaged.at("the map of a sparse file holds something else than numbers");
    }
    return Long.parseLong(number);
  }

  private static final class Lines {
    private final Blocks blocks;
    private TarBlock block;
    private int at;

    Lines(Blocks blocks) throws IOException {
      this.blocks = blocks;
      this.block = blocks.next();
    }

    long next() throws IOException {
      StringBuilder digits = new StringBuilder();
      while (true) {
        if (at == TarBlock.BYTES) {
          block = blocks.next();
          at = 0;
        }
        char c = (char) block.bytes()[at++];
        if (c == '\n') {
          return parse(digits.toString());
        }
        digits.append(c);
        if (digits.length() > 18) {
          throw Damaged.at("the map of a sparse file holds something else than numbers");
        }
      }
    }
  }
}
