package io.davit.image.tar;

import io.davit.kernel.fs.KernelString;
import io.davit.kernel.fs.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The records of a pax extended header, `LENGTH KEY=VALUE\n` (pax(1), tar(5)): values are bytes,
/// keys may repeat, the last one wins.
record PaxRecords(List<Row> rows) {
  static final PaxRecords EMPTY = new PaxRecords(List.of());

  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final int MAX_DIGITS = 40;
  private static final BigDecimal SECONDS_LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  /// One record; no Java record, for arrays have no value equality.
  static final class Row {
    private final String key;
    private final byte[] value;

    Row(String key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    String key() {
      return key;
    }

    byte[] value() {
      return value;
    }
  }

  PaxRecords {
    rows = List.copyOf(rows);
  }

  static PaxRecords parse(byte[] bytes) {
    List<Row> rows = new ArrayList<>();
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      int space = at;
      int length = 0;
      while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9') {
        length = length * 10 + bytes[space] - '0';
        space++;
        if (length > bytes.length) {
          break;
        }
      }
      int end = at + length;
      if (space == at
          || end > bytes.length
          || space + 1 >= end
          || bytes[space] != ' '
          || bytes[end - 1] != '\n') {
        throw Damaged.at("a record of an extended header has a wrong length");
      }
      rows.add(row(bytes, space + 1, end - 1));
      at = end;
    }
    return new PaxRecords(rows);
  }

  private static Row row(byte[] bytes, int start, int end) {
    int equals = start;
    while (equals < end && bytes[equals] != '=') {
      equals++;
    }
    if (equals == end) {
      throw Damaged.at("a record of an extended header has no value");
    }
    String key = new String(bytes, start, equals - start, StandardCharsets.UTF_8);
    return new Row(key, Arrays.copyOfRange(bytes, equals + 1, end));
  }

  /// These records, then the others, which win.
  PaxRecords and(PaxRecords later) {
    if (later.rows.isEmpty() || rows.isEmpty()) {
      return rows.isEmpty() ? later : this;
    }
    List<Row> all = new ArrayList<>(rows);
    all.addAll(later.rows);
    return new PaxRecords(all);
  }

  Optional<String> text(String key) {
    return value(key).map(KernelString::decode);
  }

  OptionalLong number(String key) {
    Optional<BigDecimal> decimal = decimal(key);
    if (decimal.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(decimal.get().longValueExact());
    } catch (ArithmeticException _) {
      throw Damaged.at("\"" + key + "\" is no whole number of 64 bits");
    }
  }

  Optional<Timestamp> time(String key) {
    return decimal(key).map(PaxRecords::timestamp);
  }

  /// Extended attributes, by name.
  Map<String, byte[]> attributes() {
    Map<String, byte[]> attributes = new TreeMap<>();
    for (Row row : rows) {
      if (row.key.startsWith(ATTRIBUTE)) {
        attributes.put(row.key.substring(ATTRIBUTE.length()), row.value);
      }
    }
    return attributes;
  }

  private Optional<byte[]> value(String key) {
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).key.equals(key)) {
        byte[] value = rows.get(i).value;
        return value.length == 0 ? Optional.empty() : Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private Optional<BigDecimal> decimal(String key) {
    return value(key).map(value -> decimal(key, new String(value, StandardCharsets.US_ASCII)));
  }

  private static BigDecimal decimal(String key, String text) {
    if (text.length() > MAX_DIGITS || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
      throw Damaged.at("\"" + key + "\" is no number");
    }
    BigDecimal value = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    if (value.abs().compareTo(SECONDS_LIMIT) > 0) {
      throw Damaged.at("\"" + key + "\" does not fit into 64 bits");
    }
    return value;
  }

  private static Timestamp timestamp(BigDecimal value) {
    BigInteger seconds = value.setScale(0, RoundingMode.FLOOR).unscaledValue();
    int nanos =
        value
            .subtract(new BigDecimal(seconds))
            .movePointRight(9)
            .setScale(0, RoundingMode.DOWN)
            .intValueExact();
    return new Timestamp(seconds.longValueExact(), nanos);
  }
}
