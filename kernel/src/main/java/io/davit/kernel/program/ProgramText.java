package io.davit.kernel.program;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The text form of a program:
///
/// ```
///     0  clone3(clone_args{CLONE_NEWNS, 0}, 16) -> pid, if zero goto child
/// child:
///     1  mount("tmpfs", "/run", "tmpfs", MS_NOSUID, 0) ignoring ENOENT EBUSY  # mount tmpfs on /run
/// ```
final class ProgramText {
  private static final int BYTES_SHOWN = 32;

  private final Program program;

  ProgramText(Program program) {
    this.program = program;
  }

  String text() {
    Map<Integer, String> labels = new TreeMap<>();
    program
        .labels()
        .forEach((label, row) -> labels.merge(row, name(label) + ":\n", (a, b) -> sorted(a + b)));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < program.rows().size(); i++) {
      out.append(labels.getOrDefault(i, ""));
      out.append("%5d  %s%n".formatted(i, line(program.rows().get(i))));
    }
    return out.append(labels.getOrDefault(program.rows().size(), "")).toString();
  }

  /// Two labels of one name are told apart by their number.
  private String name(Label label) {
    boolean unique =
        program.labels().keySet().stream().filter(l -> l.name().equals(label.name())).count() == 1;
    return unique ? label.name() : label.name() + "." + label.number();
  }

  private static String sorted(String lines) {
    return lines.lines().sorted().map(line -> line + "\n").collect(Collectors.joining());
  }

  private String line(Row row) {
    StringBuilder out = new StringBuilder();
    if (row.operation() == Operation.Step.MOVE && row.store().isEmpty() && row.jump().isPresent()) {
      return jump(row.jump().get()).substring(2);
    }
    out.append(
        switch (row.operation()) {
          case Operation.Call call -> call.call().kernelName();
          case Operation.Step step -> step.name().toLowerCase(Locale.ROOT);
        });
    out.append(
        row.operands().stream().map(this::operand).collect(Collectors.joining(", ", "(", ")")));
    row.ignored().forEach(errno -> out.append(" ignoring ").append(errno));
    if (row.ignoresAll()) {
      out.append(" ignoring all");
    }
    row.store().ifPresent(slot -> out.append(" -> ").append(slot.name()));
    row.jump().ifPresent(jump -> out.append(jump(jump)));
    if (!row.name().isEmpty()) {
      out.append("  # ").append(row.name());
    }
    return out.toString();
  }

  private String jump(Jump jump) {
    String target = "goto " + name(jump.target());
    return switch (jump.condition()) {
      case ALWAYS -> ", " + target;
      case ZERO -> ", if zero " + target;
      case NOT_ZERO -> ", if not zero " + target;
      case NEGATIVE -> ", if negative " + target;
    };
  }

  private String operand(Operand operand) {
    return switch (operand) {
      case Operand.Immediate immediate when !immediate.symbol().isEmpty() -> immediate.symbol();
      case Operand.Immediate immediate -> number(immediate.value());
      case Operand.SlotValue value -> value.slot().name();
      case Operand.SlotAddress address -> "&" + address.slot().name();
      case Operand.Behind behind ->
          (behind.size() ? "size behind " : "page behind ") + name(behind.label());
      case Operand.Pointer pointer ->
          datum(pointer.target()) + (pointer.offset() == 0 ? "" : "+" + pointer.offset());
    };
  }

  private static String number(long value) {
    return Math.abs(value) < 4096 ? Long.toString(value) : "0x" + Long.toHexString(value);
  }

  private String datum(Datum datum) {
    return switch (datum) {
      case Datum.Text text -> quoted(text.value());
      case Datum.Bytes bytes -> bytes(bytes.value().bytes());
      case Datum.Words words ->
          words.words().stream()
              .map(this::operand)
              .collect(Collectors.joining(", ", words.name() + "{", "}"));
      case Datum.Space space -> "&" + space.name() + "[" + space.size() + "]";
    };
  }

  private static String bytes(byte[] bytes) {
    if (bytes.length <= BYTES_SHOWN) {
      return "<" + HexFormat.of().formatHex(bytes) + ">";
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return "<%d bytes, crc32 %08x>".formatted(bytes.length, sum.getValue());
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                  if (c < ' ' || c == 127) {
                    out.append("\\x%02x".formatted(c));
                  } else {
                    out.append((char) c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
