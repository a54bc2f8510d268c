package io.davit.kernel.program;

import java.util.ArrayList;
import java.util.List;

/// One of the up to six arguments of a row.
public sealed interface Operand {
  /// A number.
  ///
  /// @param symbol how people read it, `MS_NOSUID|MS_NODEV`; empty for a plain number
  record Immediate(long value, String symbol) implements Operand {}

  /// The address of something in the program's memory.
  ///
  /// @param offset added to it, in bytes
  record Pointer(Datum target, int offset) implements Operand {}

  /// What a slot holds when the row runs.
  record SlotValue(Slot slot) implements Operand {}

  /// The address of a slot, for calls that write their result there.
  record SlotAddress(Slot slot) implements Operand {}

  /// The address of the first page that only rows from a label on need, with their data; for
  /// madvise(2). The data of earlier rows is laid out before it.
  ///
  /// @param size whether the size of what starts there is meant, not its address
  record Behind(Label label, boolean size) implements Operand {}

  /// Where the memory starts that only rows from a label on need.
  static Operand behind(Label label) {
    return new Behind(label, false);
  }

  /// How large it is.
  static Operand sizeBehind(Label label) {
    return new Behind(label, true);
  }

  static Operand value(long number) {
    return new Immediate(number, "");
  }

  /// A number that people know by name.
  static Operand symbol(String name, long number) {
    return new Immediate(number, name);
  }

  /// A pointer to a string.
  static Operand text(String string) {
    return new Pointer(new Datum.Text(string), 0);
  }

  /// A pointer to bytes.
  static Operand bytes(byte[] bytes) {
    return new Pointer(new Datum.Bytes(new Datum.Blob(bytes)), 0);
  }

  /// A pointer to an array of pointers to strings with a null pointer at its end: argv, envp.
  static Operand strings(List<String> strings) {
    List<Operand> words = new ArrayList<>();
    strings.forEach(string -> words.add(text(string)));
    words.add(value(0));
    return words("", words);
  }

  /// A pointer to a structure of 64-bit words.
  ///
  /// @param name of the structure, `clone_args`
  static Operand words(String name, List<Operand> words) {
    return new Pointer(new Datum.Words(name, words), 0);
  }

  /// A pointer to room in memory.
  static Operand address(Datum.Space space) {
    return new Pointer(space, 0);
  }

  /// A pointer into room in memory.
  static Operand address(Datum.Space space, int offset) {
    return new Pointer(space, offset);
  }

  static Operand slot(Slot slot) {
    return new SlotValue(slot);
  }

  static Operand addressOf(Slot slot) {
    return new SlotAddress(slot);
  }
}
