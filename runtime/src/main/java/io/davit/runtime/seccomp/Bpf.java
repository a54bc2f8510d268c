package io.davit.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A program of the classic packet filter (`struct sock_filter`, linux/filter.h). All jumps go
/// forward.
final class Bpf {
  static final int LOAD = 0x20;
  static final int RETURN = 0x06;
  static final int JUMP = 0x05;
  static final int JUMP_EQUAL = 0x15;
  static final int JUMP_GREATER_OR_EQUAL = 0x35;
  static final int JUMP_SET = 0x45;

  /// @param jumpTrue how many instructions are skipped; likewise jumpFalse
  record Instruction(int code, int jumpTrue, int jumpFalse, int operand) {}

  private final List<Instruction> instructions = new ArrayList<>();

  void load(int offset) {
    add(new Instruction(LOAD, 0, 0, offset));
  }

  void answer(int value) {
    add(new Instruction(RETURN, 0, 0, value));
  }

  /// Skips `body` unless the test holds; the distance may be long.
  void when(int test, int operand, Bpf body) {
    add(new Instruction(test, 1, 0, operand));
    add(new Instruction(JUMP, 0, 0, body.instructions.size()));
    append(body);
  }

  /// Skips `body` if the test holds.
  void unless(int test, int operand, Bpf body) {
    add(new Instruction(test, 0, 1, operand));
    add(new Instruction(JUMP, 0, 0, body.instructions.size()));
    append(body);
  }

  void append(Bpf other) {
    instructions.addAll(other.instructions);
  }

  List<Instruction> instructions() {
    return List.copyOf(instructions);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction instruction : instructions) {
      bytes
          .putShort((short) instruction.code())
          .put((byte) instruction.jumpTrue())
          .put((byte) instruction.jumpFalse())
          .putInt(instruction.operand());
    }
    return bytes.array();
  }

  private void add(Instruction instruction) {
    instructions.add(instruction);
  }
}
