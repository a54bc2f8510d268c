package io.davit.kernel.keeper;

import io.davit.kernel.Architecture;
import io.davit.problem.SystemCall;
import io.davit.problem.Unsupported;
import java.util.Optional;

/// The interpreter's machine code for one processor architecture.
///
/// It reads the image from descriptor [#PROGRAM] to its end, closes that, and runs the rows as
/// [io.davit.kernel.program.ProgramImage] describes them. A failed row is written to descriptor
/// [#REPORT] and ends the process with status [#FAILED].
interface Interpreter {
  int PROGRAM = 3;
  int REPORT = 4;
  int FAILED = 255;

  /// Position-independent code; its first byte is the entry.
  byte[] code();

  /// `e_machine` of elf(5).
  int machine();

  /// @throws Unsupported for an architecture that has none yet
  static Interpreter of(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> new X86Interpreter();
      case AARCH64 ->
          throw new Unsupported(
              "containers on aarch64 are not supported yet",
              Optional.of(new SystemCall("execve", "ENOEXEC")),
              Optional.of("run the engine on an x86-64 machine"),
              null);
    };
  }
}
