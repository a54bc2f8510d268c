package io.davit.kernel.keeper;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// The few instructions of x86-64 that the interpreter is made of (Intel SDM, volume 2). Jumps have
/// 32-bit displacements and are resolved by [#assemble]; memory operands have 8-bit ones.
final class X86Assembler {
  enum Register {
    RAX(0),
    RCX(1),
    RDX(2),
    RBX(3),
    RBP(5),
    RSI(6),
    RDI(7),
    R8(8),
    R9(9),
    R10(10),
    R12(12),
    R13(13),
    R14(14),
    R15(15);

    private final int number;

    Register(int number) {
      this.number = number;
    }

    int low() {
      return number & 7;
    }

    int high() {
      return number >> 3;
    }
  }

  /// Condition codes: `0F 8x`.
  enum When {
    CARRY(2),
    ABOVE_OR_EQUAL(3),
    EQUAL(4),
    NOT_EQUAL(5),
    NEGATIVE(8),
    LESS_OR_EQUAL(14);

    private final int code;

    When(int code) {
      this.code = code;
    }
  }

  private static final int SIB = 4;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> jumps = new HashMap<>();

  X86Assembler label(String name) {
    if (labels.putIfAbsent(name, out.size()) != null) {
      throw new IllegalArgumentException("label is placed twice: " + name);
    }
    return this;
  }

  X86Assembler jump(String target) {
    out.write(0xe9);
    return displacement(target);
  }

  X86Assembler jump(When when, String target) {
    bytes(0x0f, 0x80 | when.code);
    return displacement(target);
  }

  X86Assembler syscall() {
    return bytes(0x0f, 0x05);
  }

  /// The upper half becomes zero.
  X86Assembler move(Register to, int immediate) {
    if (to.high() == 1) {
      out.write(0x41);
    }
    out.write(0xb8 | to.low());
    return word(immediate);
  }

  X86Assembler move(Register to, Register from) {
    return registers(0x89, to, from);
  }

  X86Assembler add(Register to, Register from) {
    return registers(0x01, to, from);
  }

  X86Assembler subtract(Register to, Register from) {
    return registers(0x29, to, from);
  }

  /// Sets the flags as `left - right` does.
  X86Assembler compare(Register left, Register right) {
    return registers(0x39, left, right);
  }

  /// Sets the flags by the register's value.
  X86Assembler test(Register register) {
    return registers(0x85, register, register);
  }

  X86Assembler negate(Register register) {
    return bytes(0x48 | register.high(), 0xf7, 0xd8 | register.low());
  }

  /// The immediate is sign-extended.
  X86Assembler add(Register to, int immediate) {
    return immediate(0, to, immediate);
  }

  X86Assembler subtract(Register to, int immediate) {
    return immediate(5, to, immediate);
  }

  X86Assembler compare(Register left, int immediate) {
    return immediate(7, left, immediate);
  }

  X86Assembler shiftLeft(Register register, int bits) {
    return bytes(0x48 | register.high(), 0xc1, 0xe0 | register.low(), bits);
  }

  /// The last bit that is shifted out becomes the carry.
  X86Assembler shiftRight(Register register, int bits) {
    return bytes(0x48 | register.high(), 0xc1, 0xe8 | register.low(), bits);
  }

  X86Assembler load(Register to, Register base, int offset) {
    out.write(0x48 | to.high() << 2 | base.high());
    return memory(0x8b, to, base, offset);
  }

  X86Assembler store(Register base, int offset, Register from) {
    out.write(0x48 | from.high() << 2 | base.high());
    return memory(0x89, from, base, offset);
  }

  /// Zero-extended, like the narrower ones.
  X86Assembler load32(Register to, Register base, int offset) {
    out.write(0x40 | to.high() << 2 | base.high());
    return memory(0x8b, to, base, offset);
  }

  X86Assembler load16(Register to, Register base, int offset) {
    bytes(0x40 | to.high() << 2 | base.high(), 0x0f);
    return memory(0xb7, to, base, offset);
  }

  X86Assembler load8(Register to, Register base, int offset) {
    bytes(0x40 | to.high() << 2 | base.high(), 0x0f);
    return memory(0xb6, to, base, offset);
  }

  /// From `base + 8 * index`.
  X86Assembler loadElement(Register to, Register base, Register index) {
    return element(0x8b, to, base, index);
  }

  X86Assembler storeElement(Register base, Register index, Register from) {
    return element(0x89, from, base, index);
  }

  /// @throws IllegalStateException when a jump's label was never placed
  byte[] assemble() {
    ByteBuffer code = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    jumps.forEach(
        (at, target) -> {
          Integer place = labels.get(target);
          if (place == null) {
            throw new IllegalStateException("label is not placed: " + target);
          }
          code.putInt(at, place - (at + 4));
        });
    return code.array();
  }

  private X86Assembler displacement(String target) {
    jumps.put(out.size(), target);
    return word(0);
  }

  private X86Assembler registers(int opcode, Register target, Register source) {
    return bytes(
        0x48 | source.high() << 2 | target.high(), opcode, 0xc0 | source.low() << 3 | target.low());
  }

  private X86Assembler immediate(int operation, Register register, int value) {
    bytes(0x48 | register.high(), 0x81, 0xc0 | operation << 3 | register.low());
    return word(value);
  }

  private X86Assembler memory(int opcode, Register register, Register base, int offset) {
    if (offset < -128 || offset > 127) {
      throw new IllegalArgumentException("an offset of one byte is needed: " + offset);
    }
    out.write(opcode);
    out.write(0x40 | register.low() << 3 | base.low());
    if (base.low() == SIB) {
      out.write(0x20 | base.low());
    }
    out.write(offset);
    return this;
  }

  private X86Assembler element(int opcode, Register register, Register base, Register index) {
    return bytes(
        0x48 | register.high() << 2 | index.high() << 1 | base.high(),
        opcode,
        0x40 | register.low() << 3 | SIB,
        0xc0 | index.low() << 3 | base.low(),
        0);
  }

  private X86Assembler bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  private X86Assembler word(int value) {
    return bytes(value, value >> 8, value >> 16, value >> 24);
  }
}
