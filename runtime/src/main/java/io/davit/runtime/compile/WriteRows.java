package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes texts into files of the kernel's.
final class WriteRows {
  /// Through no symbolic link: such a file is where the kernel put it (CVE-2019-16884).
  private static final Operand WRITE_HOW =
      Operand.words(
          "open_how",
          List.of(
              Operand.symbol("O_WRONLY|O_CLOEXEC", 0x80001),
              value(0),
              Operand.symbol("RESOLVE_NO_MAGICLINKS", 0x02)));

  private final ProgramBuilder program;
  private final Slot file;

  WriteRows(ProgramBuilder program) {
    this.program = program;
    this.file = program.slot("file");
  }

  void write(String purpose, String path, String content) {
    program
        .call(
            purpose,
            SystemCall.OPENAT2,
            MountApi.AT_FDCWD,
            text(path),
            WRITE_HOW,
            MountApi.HOW_SIZE)
        .into(file);
    int length = content.getBytes(StandardCharsets.UTF_8).length;
    program.call(purpose, SystemCall.WRITE, slot(file), text(content), value(length));
    program.call("", SystemCall.CLOSE, slot(file));
  }
}
