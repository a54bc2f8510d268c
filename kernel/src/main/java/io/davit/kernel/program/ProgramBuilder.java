package io.davit.kernel.program;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Jump.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects the rows of a [Program], in order. Used by one thread.
public final class ProgramBuilder {
  private final List<Last> rows = new ArrayList<>();
  private final Map<Label, Integer> places = new HashMap<>();
  private final List<Slot> slots = new ArrayList<>();
  private int labels;
  private int spaces;
  private final List<Label> behind = new ArrayList<>();

  ProgramBuilder() {}

  /// A new variable, zero until a row stores into it.
  public Slot slot(String name) {
    if (slots.size() == Slot.LIMIT) {
      throw new IllegalStateException("a program has at most " + Slot.LIMIT + " slots");
    }
    Slot slot = new Slot(slots.size(), name);
    slots.add(slot);
    return slot;
  }

  /// A new label, still to be placed. Its name need not be unique.
  public Label label(String name) {
    return new Label(labels++, name);
  }

  /// New room in memory that calls can write into.
  public Datum.Space space(String name, int size) {
    return new Datum.Space(spaces++, name, size);
  }

  /// Puts a label before the next row.
  public ProgramBuilder place(Label label) {
    if (places.putIfAbsent(label, rows.size()) != null) {
      throw new IllegalArgumentException("label is placed twice: " + label.name());
    }
    return this;
  }

  /// Adds a system call.
  ///
  /// @param name what it is about, for people
  public Last call(String name, SystemCall call, Operand... operands) {
    return add(name, new Operation.Call(call), operands);
  }

  /// Adds a step whose result is the operand: with [Last#into], an assignment.
  public Last move(String name, Operand operand) {
    return add(name, Operation.Step.MOVE, operand);
  }

  /// Adds a step whose result is a difference: with a jump, a comparison.
  public Last subtract(String name, Operand from, Operand operand) {
    return add(name, Operation.Step.SUBTRACT, from, operand);
  }

  /// Adds a step whose result is the 32-bit number at an address.
  public Last load32(String name, Operand address) {
    return add(name, Operation.Step.LOAD32, address);
  }

  /// Adds a row that fails when it is reached.
  public ProgramBuilder fail(String name, Errno errno) {
    add(name, Operation.Step.FAIL, Operand.symbol(errno.name(), errno.number()));
    return this;
  }

  /// Adds a report of a value to whoever spawned the process.
  ///
  /// @param tag tells this value from others, 0 to 2³¹ - 1
  public ProgramBuilder report(String name, int tag, Operand value) {
    add(name, Operation.Step.REPORT, Operand.value(tag), value);
    return this;
  }

  public ProgramBuilder jump(Label target) {
    add("", Operation.Step.MOVE, Operand.value(0)).jump(target);
    return this;
  }

  /// @throws IllegalStateException when a row names a label that was never placed
  public Program build() {
    List<Row> built = new ArrayList<>(rows.size());
    for (Last row : rows) {
      built.add(row.build());
    }
    int lasting = 0;
    for (Label label : behind) {
      lasting = Math.max(lasting, placeOf(label));
    }
    return new Program(built, places, slots, lasting);
  }

  private int placeOf(Label label) {
    Integer place = places.get(label);
    if (place == null) {
      throw new IllegalStateException("label is not placed: " + label.name());
    }
    return place;
  }

  private Last add(String name, Operation operation, Operand... operands) {
    for (Operand operand : operands) {
      if (operand instanceof Operand.Behind(Label label, _)) {
        behind.add(label);
      }
    }
    Last last = new Last(name, operation, List.of(operands));
    rows.add(last);
    return last;
  }

  /// The row that was added last, to say more about it.
  public final class Last {
    private final String name;
    private final Operation operation;
    private final List<Operand> operands;
    private List<Errno> ignored = List.of();
    private boolean ignoresAll;
    private Optional<Slot> store = Optional.empty();
    private Optional<Jump> jump = Optional.empty();

    private Last(String name, Operation operation, List<Operand> operands) {
      this.name = name;
      this.operation = operation;
      this.operands = operands;
    }

    /// These error numbers are no failure.
    public Last ignoring(Errno... errnos) {
      ignored = List.of(errnos);
      return this;
    }

    /// No error number is a failure.
    public Last ignoringAll() {
      ignoresAll = true;
      return this;
    }

    /// Keeps the result, or an ignored error number negated.
    public Last into(Slot slot) {
      store = Optional.of(slot);
      return this;
    }

    public Last jumpIfZero(Label target) {
      return jump(Condition.ZERO, target);
    }

    public Last jumpIfNotZero(Label target) {
      return jump(Condition.NOT_ZERO, target);
    }

    /// For a call: when an ignored error occurred.
    public Last jumpIfNegative(Label target) {
      return jump(Condition.NEGATIVE, target);
    }

    /// Whatever the result is.
    public Last jump(Label target) {
      return jump(Condition.ALWAYS, target);
    }

    private Last jump(Condition condition, Label target) {
      jump = Optional.of(new Jump(condition, target));
      return this;
    }

    private Row build() {
      if (jump.isPresent()) {
        placeOf(jump.get().target());
      }
      return new Row(name, operation, operands, ignored, ignoresAll, store, jump);
    }
  }
}
