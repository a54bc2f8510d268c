package io.davit.runtime.supervise;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.keeper.Report;
import io.davit.kernel.program.Operation;
import io.davit.kernel.program.Program;
import io.davit.kernel.program.Row;
import io.davit.problem.Failure;
import io.davit.problem.KernelRefused;
import io.davit.problem.NotRunnable;
import io.davit.problem.SystemCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes a failure for people of the row that failed.
final class StartFailure {
  private StartFailure() {}

  /// The failure that a program reported; empty when it reported none.
  static Optional<Failure> of(Program program, List<Report> reports) {
    return reports.stream()
        .filter(Report.Failed.class::isInstance)
        .map(Report.Failed.class::cast)
        .findFirst()
        .map(failed -> of(program.rows().get(failed.row()), failed.errno(), reports));
  }

  /// A call of the engine's own that failed.
  static KernelRefused of(String intent, ErrnoException e) {
    return new KernelRefused(
        intent + ": " + Errno.text(e.errno()),
        Optional.of(e.where()),
        Optional.of(fix(e.errno())),
        e);
  }

  private static Failure of(Row row, int errno, List<Report> reports) {
    SystemCall where = new SystemCall(callOf(row), Errno.symbol(errno));
    if (!CommandRows.isCommand(row)) {
      return new KernelRefused(row.name() + ": " + Errno.text(errno), where, fix(errno));
    }
    boolean missing = errno == Errno.ENOENT.number() || errno == Errno.ENOTDIR.number();
    String what =
        row.operation() == Operation.Step.FAIL ? row.name() : row.name() + ": " + Errno.text(errno);
    Optional<Interpreter> interpreter = reports.stream().flatMap(Interpreter::of).findFirst();
    if (interpreter.isPresent()) {
      return new NotRunnable(
          what + ": it needs \"" + interpreter.get().path() + "\", which the image does not have",
          where,
          interpreter.get().fix(),
          127);
    }
    return new NotRunnable(what, where, commandFix(errno), missing ? 127 : 126);
  }

  private static String callOf(Row row) {
    return switch (row.operation()) {
      case Operation.Call call -> call.call().kernelName();
      case Operation.Step _ ->
          CommandRows.isCommand(row)
              ? io.davit.kernel.SystemCall.EXECVE.kernelName()
              : row.operation().toString().toLowerCase(Locale.ROOT);
    };
  }

  private static String commandFix(int errno) {
    return switch (Errno.symbol(errno)) {
      case "ENOENT", "ENOTDIR" ->
          "name a program that the image has, in command or entrypoint; PATH is the container's";
      case "EACCES" -> "make the file executable (chmod +x) and readable for the container's user";
      case "EISDIR" -> "name a file, not a directory";
      case "ENOEXEC" ->
          "name a program for this machine's processor, or begin the script with #!/bin/sh";
      case "E2BIG" -> "pass fewer or shorter arguments and environment variables";
      default -> "look at the file in the image";
    };
  }

  private static String fix(int errno) {
    return switch (Errno.symbol(errno)) {
      case "EPERM", "EACCES" -> "run the engine as root, with all capabilities";
      case "ENOSYS", "EINVAL", "ENODEV", "EOPNOTSUPP" ->
          "use a newer kernel, or one with this feature; see \"davit system info\"";
      case "ENOSPC", "EDQUOT" ->
          "free space or inodes, or raise the kernel's limit that the call counts against";
      case "ENOMEM", "EMFILE", "ENFILE", "EAGAIN" -> "free memory, processes or open files";
      case "ENOENT" -> "make the file or directory that is named";
      default -> "look at what is named; the program is shown by inspect --program";
    };
  }

  /// What must run a file that exists, but cannot be executed.
  private record Interpreter(String path, String fix) {
    static java.util.stream.Stream<Interpreter> of(Report report) {
      return report instanceof Report.Bytes(int tag, var content) && tag == CommandRows.HEAD_TAG
          ? FileHead.interpreter(content.bytes()).map(Interpreter::of).stream()
          : java.util.stream.Stream.empty();
    }

    private static Interpreter of(FileHead.Found found) {
      return new Interpreter(
          found.path(),
          found.script()
              ? "name an interpreter that the image has in the script's first line, without a"
                  + " carriage return"
              : "use a program that is linked for this image's C library, or linked statically");
    }
  }
}
