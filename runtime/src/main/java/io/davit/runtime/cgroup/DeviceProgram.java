package io.davit.runtime.cgroup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Device rules as an eBPF program for cgroup v2: it allows what a rule allows, and denies the
/// rest.
///
/// The context is `struct bpf_cgroup_dev_ctx`: access and type in one word, major, minor.
final class DeviceProgram {
  private static final int LDX_W = 0x61;
  private static final int AND_K = 0x57;
  private static final int RSH_K = 0x77;
  private static final int MOV_X = 0xbf;
  private static final int MOV_K = 0xb7;
  private static final int JNE_K = 0x55;
  private static final int JNE_X = 0x5d;
  private static final int EXIT = 0x95;

  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final int SCRATCH = 6;

  private DeviceProgram() {}

  private record Instruction(int code, int destination, int source, int offset, int immediate) {
    byte[] bytes() {
      return ByteBuffer.allocate(8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put((byte) code)
          .put((byte) (source << 4 | destination))
          .putShort((short) offset)
          .putInt(immediate)
          .array();
    }
  }

  static byte[] compile(List<DeviceRule> rules) {
    List<Instruction> program = new ArrayList<>();
    program.add(new Instruction(LDX_W, TYPE, 1, 0, 0));
    program.add(new Instruction(MOV_X, ACCESS, TYPE, 0, 0));
    program.add(new Instruction(AND_K, TYPE, 0, 0, 0xffff));
    program.add(new Instruction(RSH_K, ACCESS, 0, 0, 16));
    program.add(new Instruction(LDX_W, MAJOR, 1, 4, 0));
    program.add(new Instruction(LDX_W, MINOR, 1, 8, 0));
    rules.forEach(rule -> program.addAll(compile(rule)));
    program.add(new Instruction(MOV_K, 0, 0, 0, 0));
    program.add(new Instruction(EXIT, 0, 0, 0, 0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    program.forEach(instruction -> bytes.writeBytes(instruction.bytes()));
    return bytes.toByteArray();
  }

  /// Each test that fails jumps behind the rule.
  private static List<Instruction> compile(DeviceRule rule) {
    List<Instruction> tests = new ArrayList<>();
    if (rule.type() != 'a') {
      tests.add(new Instruction(JNE_K, TYPE, 0, 0, rule.type() == 'b' ? 1 : 2));
    }
    int access = access(rule.access());
    if (access != 7) {
      tests.add(new Instruction(MOV_X, SCRATCH, ACCESS, 0, 0));
      tests.add(new Instruction(AND_K, SCRATCH, 0, 0, access));
      tests.add(new Instruction(JNE_X, SCRATCH, ACCESS, 0, 0));
    }
    if (rule.major() >= 0) {
      tests.add(new Instruction(JNE_K, MAJOR, 0, 0, rule.major()));
    }
    if (rule.minor() >= 0) {
      tests.add(new Instruction(JNE_K, MINOR, 0, 0, rule.minor()));
    }
    List<Instruction> placed = new ArrayList<>();
    int size = tests.size() + 2;
    for (Instruction test : tests) {
      boolean jumps = test.code() == JNE_K || test.code() == JNE_X;
      int offset = jumps ? size - placed.size() - 1 : 0;
      placed.add(
          new Instruction(
              test.code(), test.destination(), test.source(), offset, test.immediate()));
    }
    placed.add(new Instruction(MOV_K, 0, 0, 0, 1));
    placed.add(new Instruction(EXIT, 0, 0, 0, 0));
    return placed;
  }

  private static int access(String letters) {
    int bits = 0;
    for (int index = 0; index < letters.length(); index++) {
      bits |=
          switch (letters.charAt(index)) {
            case 'm' -> 1;
            case 'r' -> 2;
            default -> 4;
          };
    }
    return bits;
  }
}
