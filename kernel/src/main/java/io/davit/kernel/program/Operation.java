package io.davit.kernel.program;

import io.davit.kernel.Architecture;
import io.davit.kernel.SystemCall;

/// What a row does.
public sealed interface Operation {
  /// What stands for it in a program's image.
  int number(Architecture architecture);

  /// A system call.
  record Call(SystemCall call) implements Operation {
    @Override
    public int number(Architecture architecture) {
      return call.number(architecture);
    }
  }

  /// A computation of the interpreter's own. None of them fails, except [#FAIL].
  enum Step implements Operation {
    /// The result is the first operand.
    MOVE(0xff00),
    /// The result is the first operand less the second.
    SUBTRACT(0xff01),
    /// The result is the 32-bit number at the address that is the first operand, zero-extended.
    LOAD32(0xff02),
    /// Fails with the error number that is the first operand.
    FAIL(0xff03),
    /// Reports the second operand under the tag that is the first one.
    REPORT(0xff04);

    private final int number;

    Step(int number) {
      this.number = number;
    }

    /// What stands in place of a system call's number, on every architecture.
    public int number() {
      return number;
    }

    @Override
    public int number(Architecture architecture) {
      return number;
    }
  }
}
