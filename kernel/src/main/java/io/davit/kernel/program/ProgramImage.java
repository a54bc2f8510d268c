package io.davit.kernel.program;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program as the interpreter reads it. It is loaded at a fixed address, so that every pointer is
/// known here:
///
/// ```
/// ADDRESS        u64: address of the first row
/// ADDRESS + 64   64 slots of 8 bytes
/// ADDRESS + 576  data of the rows before the label of an Operand.Behind
///                rows of 64 bytes; a last one with END
///                other data, each at a multiple of 8
///
/// row:   0  u16  number of the system call, or of a step
///        2  u8   bit i: operand i is the index of a slot, whose value is taken
///        3  u8   index of the slot for the result, 0xff for none
///        4  u8   condition of the jump: 0 none, 1 always, 2 zero, 3 not zero, 4 negative
///        5  u8   1: no error number is a failure
///        6  u16  index of the row to jump to
///        8  u8 × 8  error numbers that are no failure, 0 for none
///       16  u64 × 6  operands
/// ```
///
/// All numbers are little-endian, as both architectures are.
public final class ProgramImage {
  /// Where the interpreter has its memory, and how much.
  public static final long ADDRESS = 0x1000_0000L;

  public static final int CAPACITY = 4 << 20;

  /// Offset of the slots.
  public static final int SLOTS = 64;

  private static final int SLOTS_END = SLOTS + Slot.LIMIT * 8;
  private static final int PAGE = 4096;

  public static final int ROW_SIZE = 64;

  /// In place of a number: ends the process with status 0.
  public static final int END = 0xffff;

  private static final int NO_SLOT = 0xff;

  private final Program program;
  private final Architecture architecture;
  private final Map<Datum, Integer> offsets = new LinkedHashMap<>();

  /// The same by object: most are used many times, and to compare structures takes long.
  private final IdentityHashMap<Datum, Integer> known = new IdentityHashMap<>();

  private final int rows;
  private final int size;

  ProgramImage(Program program, Architecture architecture) {
    this.program = program;
    this.architecture = architecture;
    int kept = place(program.rows().subList(0, keptRows()), SLOTS_END);
    this.rows = (kept + ROW_SIZE - 1) / ROW_SIZE * ROW_SIZE;
    this.size = place(program.rows(), rows + (program.rows().size() + 1) * ROW_SIZE);
    if (size > CAPACITY || program.rows().size() >= 0xffff) {
      throw new IllegalArgumentException(
          "a program of %d bytes is too large for the interpreter, which takes %d"
              .formatted(size, CAPACITY));
    }
  }

  /// Rows before the label of an [Operand.Behind].
  private int keptRows() {
    return program.rows().stream()
        .flatMap(row -> row.operands().stream())
        .filter(Operand.Behind.class::isInstance)
        .mapToInt(operand -> row(((Operand.Behind) operand).label()))
        .max()
        .orElse(0);
  }

  byte[] bytes() {
    ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    image.putLong(0, ADDRESS + rows);
    image.position(rows);
    program.rows().forEach(row -> write(image, row));
    image.putShort((short) END);
    offsets.forEach((datum, offset) -> write(image.position(offset), datum));
    return image.array();
  }

  private int place(List<Row> users, int start) {
    int end = start;
    for (Row row : users) {
      for (Operand operand : row.operands()) {
        end = place(operand, end);
      }
    }
    return end;
  }

  private int place(Operand operand, int end) {
    if (!(operand instanceof Operand.Pointer pointer) || known.containsKey(pointer.target())) {
      return end;
    }
    Datum datum = pointer.target();
    Integer same = offsets.putIfAbsent(datum, end);
    known.put(datum, same == null ? end : same);
    if (same != null) {
      return end;
    }
    int next = end + (sizeOf(datum) + 7) / 8 * 8;
    if (datum instanceof Datum.Words words) {
      for (Operand word : words.words()) {
        next = place(word, next);
      }
    }
    return next;
  }

  private static int sizeOf(Datum datum) {
    return switch (datum) {
      case Datum.Text text -> text.bytes().length;
      case Datum.Bytes bytes -> bytes.value().size();
      case Datum.Words words -> words.words().size() * 8;
      case Datum.Space space -> space.size();
    };
  }

  private void write(ByteBuffer image, Row row) {
    int start = image.position();
    image.putShort((short) number(row.operation()));
    image.put((byte) slotOperands(row.operands()));
    image.put((byte) row.store().map(Slot::index).orElse(NO_SLOT).intValue());
    image.put((byte) row.jump().map(jump -> jump.condition().code()).orElse(0).intValue());
    image.put((byte) (row.ignoresAll() ? 1 : 0));
    image.putShort((short) row.jump().map(jump -> row(jump.target())).orElse(0).intValue());
    for (Errno errno : row.ignored()) {
      image.put((byte) errno.number());
    }
    image.position(start + 16);
    for (Operand operand : row.operands()) {
      image.putLong(word(operand));
    }
    image.position(start + ROW_SIZE);
  }

  private void write(ByteBuffer image, Datum datum) {
    switch (datum) {
      case Datum.Text text -> image.put(text.bytes());
      case Datum.Bytes bytes -> image.put(bytes.value().bytes());
      case Datum.Words words -> words.words().forEach(word -> image.putLong(word(word)));
      case Datum.Space _ -> {}
    }
  }

  private int number(Operation operation) {
    return switch (operation) {
      case Operation.Call call -> call.call().number(architecture);
      case Operation.Step step -> step.number();
    };
  }

  private static int slotOperands(List<Operand> operands) {
    int mask = 0;
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof Operand.SlotValue) {
        mask |= 1 << i;
      }
    }
    return mask;
  }

  private long word(Operand operand) {
    return switch (operand) {
      case Operand.Immediate immediate -> immediate.value();
      case Operand.Pointer pointer -> ADDRESS + offset(pointer.target()) + pointer.offset();
      case Operand.SlotValue value -> value.slot().index();
      case Operand.SlotAddress address -> ADDRESS + SLOTS + address.slot().index() * 8L;
      case Operand.Behind behind -> behind(behind);
    };
  }

  private long behind(Operand.Behind behind) {
    int end = rows + row(behind.label()) * ROW_SIZE;
    int page = (end + PAGE - 1) / PAGE * PAGE;
    return behind.size() ? CAPACITY - page : ADDRESS + page;
  }

  private int row(Label label) {
    return java.util.Objects.requireNonNull(program.labels().get(label));
  }

  private int offset(Datum datum) {
    return java.util.Objects.requireNonNull(known.get(datum));
  }
}
