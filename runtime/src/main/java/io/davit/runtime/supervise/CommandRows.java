package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.strings;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Datum;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Row;
import io.davit.kernel.program.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Executing the command, and telling why it cannot be. A failure of one of these rows is a
/// [io.davit.problem.NotRunnable]; its text is the row's name.
final class CommandRows {
  /// Tag of the report of the first bytes of a command whose interpreter is missing.
  static final int HEAD_TAG = 2;

  /// Enough for a `#!` line and for where a linker puts `PT_INTERP`.
  static final int HEAD_SIZE = 2048;

  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// What the kernel's programs begin with, little-endian: 7f 45 4c 46.
  private static final long ELF_MAGIC = 0x464c457fL;

  private static final int ELF_MAGIC_SIZE = 4;
  private static final String SHELL = "/bin/sh";
  private static final String PREFIX = "exec: ";

  /// A report of a file's head, with room for it.
  private static final byte[] HEAD_REPORT =
      ByteBuffer.allocate(16 + HEAD_SIZE)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(io.davit.kernel.keeper.Report.bytesTag(HEAD_TAG))
          .putLong(HEAD_SIZE)
          .array();

  private static final Errno[] NEXT = {Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES};
  private static final Errno[] NEXT_OR_SCRIPT = {
    Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.ENOEXEC
  };

  private final ProgramBuilder program;
  private final Slot result;
  private final boolean shell;

  /// Of all candidates, one after the other: a search path may have more of them than a program has
  /// slots.
  private final Slot file;

  private final Slot script;
  private final Datum.Space magic;
  private final Datum head;

  /// @param shell whether a script without a `#!` line is the shell's, as execvp(3) has it, and so
  ///   Docker's init; not without an init, as runc
  CommandRows(ProgramBuilder program, boolean shell) {
    this.program = program;
    this.shell = shell;
    this.result = program.slot("result");
    this.file = program.slot("file");
    this.script = program.slot("script");
    this.magic = program.space("head", ELF_MAGIC_SIZE);
    this.head = new Datum.Bytes(new Datum.Blob(HEAD_REPORT));
  }

  /// Whether a failed row means that the command cannot be run.
  static boolean isCommand(Row row) {
    return row.name().startsWith(PREFIX);
  }

  void execute(List<String> arguments, List<String> environment) {
    String command = arguments.getFirst();
    Operand argv = strings(arguments);
    Operand envp = strings(environment);
    boolean named = command.contains("/");
    for (String candidate : named ? List.of(command) : candidates(command, environment)) {
      tryOne(candidate, argv, arguments, envp, !named);
    }
    program.fail(
        named
            ? notFound(command)
            : PREFIX + quoted(command) + ": executable file not found in $PATH",
        Errno.ENOENT);
  }

  /// Rows that end the process unless the command does not exist; for a search, also when it exists
  /// but may not be executed.
  private void tryOne(
      String path, Operand argv, List<String> arguments, Operand envp, boolean search) {
    Label next = program.label("next");
    Label denied = program.label("denied");
    program
        .call(PREFIX + quoted(path), SystemCall.EXECVE, text(path), argv, envp)
        .ignoring(shell ? NEXT_OR_SCRIPT : NEXT)
        .into(result);
    if (shell) {
      asScript(path, arguments, envp);
    }
    program
        .subtract("", slot(result), symbol("-EACCES", -Errno.EACCES.number()))
        .jumpIfZero(search ? next : denied);
    program
        .call("", SystemCall.OPENAT, Uapi.AT_FDCWD, text(path), Uapi.O_RDONLY, value(0))
        .ignoringAll()
        .into(file)
        .jumpIfNegative(next);
    missingInterpreter(path);
    if (!search) {
      program.place(denied);
      program
          .call("", SystemCall.OPENAT, Uapi.AT_FDCWD, text(path + "/."), Uapi.O_PATH, value(0))
          .ignoringAll()
          .into(result);
      Label file2 = program.label("not a directory");
      program
          .subtract("", slot(result), symbol("-ENOTDIR", -Errno.ENOTDIR.number()))
          .jumpIfZero(file2);
      program.fail(PREFIX + quoted(path) + ": is a directory", Errno.EISDIR);
      program.place(file2);
      program.fail(PREFIX + quoted(path) + ": permission denied", Errno.EACCES);
    }
    program.place(next);
  }

  /// Unless it is a program, one of another processor.
  private void asScript(String path, List<String> arguments, Operand envp) {
    Label known = program.label("known format");
    List<String> words = new ArrayList<>(List.of(SHELL, path));
    words.addAll(arguments.subList(1, arguments.size()));
    program
        .subtract("", slot(result), symbol("-ENOEXEC", -Errno.ENOEXEC.number()))
        .jumpIfNotZero(known);
    Label foreign = program.label("foreign program");
    program
        .call("", SystemCall.OPENAT, Uapi.AT_FDCWD, text(path), Uapi.O_CLOEXEC, value(0))
        .ignoringAll()
        .into(script);
    program
        .call("", SystemCall.READ, slot(script), address(magic), value(ELF_MAGIC_SIZE))
        .ignoringAll();
    program.load32("", address(magic)).into(result);
    program.subtract("", slot(result), symbol("ELF", ELF_MAGIC)).jumpIfZero(foreign);
    program.call("as a script", SystemCall.EXECVE, text(SHELL), strings(words), envp).ignoringAll();
    program.place(foreign);
    program.fail(PREFIX + quoted(path) + ": exec format error", Errno.ENOEXEC);
    program.place(known);
  }

  /// It exists, yet execve does not find something: what its first bytes ask for.
  private void missingInterpreter(String path) {
    program
        .call(
            "read its head",
            SystemCall.READ,
            slot(file),
            new Operand.Pointer(head, 16),
            value(HEAD_SIZE))
        .ignoringAll();
    program.call(
        "report its head",
        SystemCall.WRITE,
        value(KeeperRows.REPORT),
        new Operand.Pointer(head, 0),
        value(HEAD_REPORT.length));
    program.fail(PREFIX + quoted(path) + ": interpreter not found", Errno.ENOENT);
  }

  private static String notFound(String command) {
    return PREFIX + quoted(command) + ": stat " + command + ": no such file or directory";
  }

  private static List<String> candidates(String command, List<String> environment) {
    String path =
        environment.stream()
            .filter(entry -> entry.startsWith("PATH="))
            .map(entry -> entry.substring("PATH=".length()))
            .reduce((_, last) -> last)
            .orElse(DEFAULT_PATH);
    List<String> found = new ArrayList<>();
    for (String directory : path.split(":", -1)) {
      found.add((directory.isEmpty() ? "." : directory) + "/" + command);
    }
    return found;
  }

  private static String quoted(String value) {
    return "\"" + value + "\"";
  }
}
