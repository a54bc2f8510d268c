package io.davit.kernel.program;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
  private final int[] labels;
  private final IdentityHashMap<Datum, Long> addresses = new IdentityHashMap<>();

  /// Most strings are used many times.
  private final Map<String, Long> texts = new HashMap<>();

  /// Zeros but for what is written.
  private byte[] image;

  private int end = SLOTS_END;
  private int rows;

  ProgramImage(Program program, Architecture architecture) {
    this.program = program;
    this.architecture = architecture;
    int size = program.rows().size();
    if (size >= 0xffff) {
      throw tooLarge(size * (long) ROW_SIZE);
    }
    this.labels = rowsOf(program.labels());
    this.image = new byte[SLOTS_END + size * 2 * ROW_SIZE];
  }

  /// By the label's number.
  private static int[] rowsOf(Map<Label, Integer> labels) {
    int last = -1;
    for (Label label : labels.keySet()) {
      last = Math.max(last, label.number());
    }
    int[] rows = new int[last + 1];
    for (Map.Entry<Label, Integer> placed : labels.entrySet()) {
      rows[placed.getKey().number()] = placed.getValue();
    }
    return rows;
  }

  /// Lays out what the kept rows need, then writes all rows, and behind them what else they need.
  byte[] bytes() {
    List<Row> all = program.rows();
    for (Row row : all.subList(0, program.lasting())) {
      row.operands().forEach(this::word);
    }
    rows = (end + ROW_SIZE - 1) / ROW_SIZE * ROW_SIZE;
    int last = rows + all.size() * ROW_SIZE;
    end = rows;
    reserve(last + ROW_SIZE - rows);
    put(0, ADDRESS + rows);
    for (int i = 0; i < all.size(); i++) {
      write(rows + i * ROW_SIZE, all.get(i));
    }
    put(last, END);
    return Arrays.copyOf(image, end);
  }

  private void write(int at, Row row) {
    List<Operand> operands = row.operands();
    int count = operands.size();
    int slots = 0;
    for (int i = 0; i < count; i++) {
      Operand operand = operands.get(i);
      put(at + 16 + i * 8, word(operand));
      if (operand instanceof Operand.SlotValue) {
        slots |= 1 << i;
      }
    }
    put(at, row.operation().number(architecture));
    image[at + 2] = (byte) slots;
    image[at + 3] = (byte) (row.store().isPresent() ? row.store().get().index() : NO_SLOT);
    if (row.jump().isPresent()) {
      Jump jump = row.jump().get();
      image[at + 4] = (byte) jump.condition().code();
      put(at + 6, labels[jump.target().number()]);
    }
    image[at + 5] = (byte) (row.ignoresAll() ? 1 : 0);
    List<Errno> ignored = row.ignored();
    for (int i = 0; i < ignored.size(); i++) {
      image[at + 8 + i] = (byte) ignored.get(i).number();
    }
  }

  /// Writes a number of any width, least significant byte first, where there are zeros still.
  private void put(int at, long number) {
    int next = at;
    for (long rest = number; rest != 0; rest >>>= Byte.SIZE) {
      image[next++] = (byte) rest;
    }
  }

  /// What stands for an operand. Lays out what it points to, the first time.
  private long word(Operand operand) {
    // Nearly all are one of these two: the switch costs ten times as much.
    if (operand instanceof Operand.Immediate immediate) {
      return immediate.value();
    }
    if (operand instanceof Operand.Pointer pointer) {
      return address(pointer.target()) + pointer.offset();
    }
    return switch (operand) {
      case Operand.Immediate immediate -> immediate.value();
      case Operand.Pointer pointer -> address(pointer.target()) + pointer.offset();
      case Operand.SlotValue value -> value.slot().index();
      case Operand.SlotAddress address -> ADDRESS + SLOTS + address.slot().index() * 8L;
      case Operand.Behind behind -> behind(behind);
    };
  }

  private long behind(Operand.Behind behind) {
    int first = rows + labels[behind.label().number()] * ROW_SIZE;
    int page = (first + PAGE - 1) / PAGE * PAGE;
    return behind.size() ? CAPACITY - page : ADDRESS + page;
  }

  private long address(Datum datum) {
    return datum instanceof Datum.Text text
        ? address(texts, text.value(), text)
        : address(addresses, datum, datum);
  }

  private <K> long address(Map<K, Long> known, K key, Datum datum) {
    Long address = known.get(key);
    if (address == null) {
      address = layOut(datum);
      known.put(key, address);
    }
    return address;
  }

  private Long layOut(Datum datum) {
    return switch (datum) {
      case Datum.Text text -> append(text.bytes());
      case Datum.Bytes bytes -> append(bytes.value().bytes());
      case Datum.Space space -> ADDRESS + reserve(space.size());
      case Datum.Words words -> append(words);
    };
  }

  private long append(byte[] bytes) {
    int at = reserve(bytes.length);
    System.arraycopy(bytes, 0, image, at, bytes.length);
    return ADDRESS + at;
  }

  private long append(Datum.Words words) {
    int at = reserve(words.words().size() * 8);
    for (int i = 0; i < words.words().size(); i++) {
      put(at + i * 8, word(words.words().get(i)));
    }
    return ADDRESS + at;
  }

  /// Takes zeroed room at the end, and makes the image larger where that is necessary.
  ///
  /// @return its offset
  private int reserve(int size) {
    int at = end;
    long next = at + (size + 7L) / 8 * 8;
    if (next > CAPACITY) {
      throw tooLarge(next);
    }
    end = (int) next;
    if (end > image.length) {
      image = Arrays.copyOf(image, Math.max(end, image.length * 2));
    }
    return at;
  }

  private static IllegalArgumentException tooLarge(long size) {
    return new IllegalArgumentException(
        "a program of %d bytes is too large for the interpreter, which takes %d"
            .formatted(size, CAPACITY));
  }
}
