package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Datum;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;

/// A keeper's life after the start: it waits for the first process, keeps its exit status, and ends
/// with its exit code.
final class WaitRows {
  private final ProgramBuilder program;

  WaitRows(ProgramBuilder program) {
    this.program = program;
  }

  void waitFor(Slot pid, Supervision.Kind kind) {
    Datum.Space info = program.space("siginfo", Uapi.SIGINFO_SIZE);
    switch (kind) {
      case Supervision.Kind.Start start -> {
        waitServingInput(pid, info);
        write(info, start.paths());
      }
      case Supervision.Kind.Exec _ -> waitFor(pid, info);
    }
    awaitDrained();
    Slot code = program.slot("code");
    KeeperRows.exitCode(program, info, code);
    program.call("the keeper's own end", SystemCall.EXIT_GROUP, slot(code));
  }

  private void waitFor(Slot pid, Datum.Space info) {
    Label again = program.label("wait");
    program.place(again);
    program
        .call(
            "wait for the process",
            SystemCall.WAITID,
            Uapi.P_PID,
            slot(pid),
            address(info),
            Uapi.WEXITED,
            value(0))
        .ignoring(Errno.EINTR)
        .jumpIfNegative(again);
  }

  /// As [#waitFor], and closes the keeper's end of stdin when it is told to.
  private void waitServingInput(Slot pid, Datum.Space info) {
    Slot signal = program.slot("signal");
    Slot dead = program.slot("dead");
    Label again = program.label("wait");
    Label child = program.label("look at the process");
    program.place(again);
    await("CHLD USR1", signal, again, Uapi.SIGCHLD_NUMBER, Uapi.SIGUSR1_NUMBER);
    program.subtract("not the end of input", slot(signal), Uapi.SIGCHLD).jumpIfZero(child);
    program
        .call("end the input", SystemCall.CLOSE, value(KeeperRows.INPUT))
        .ignoring(Errno.EBADF)
        .jump(again);
    program.place(child);
    program
        .call(
            "the exit status",
            SystemCall.WAITID,
            Uapi.P_PID,
            slot(pid),
            address(info),
            Uapi.WEXITED_WNOHANG,
            value(0))
        .ignoring(Errno.EINTR)
        .jumpIfNegative(child);
    program.load32("its pid", address(info, Uapi.SI_PID)).into(dead).jumpIfZero(again);
  }

  /// Temporary name, fsync, rename: the exit file is there whole or not at all.
  private void write(Datum.Space info, KeeperPaths paths) {
    Slot file = program.slot("exit file");
    Operand draft = text(paths.exitDraft().toString());
    program
        .call(
            "open the exit file",
            SystemCall.OPENAT,
            Uapi.AT_FDCWD,
            draft,
            Uapi.O_CREAT_WRONLY,
            Uapi.MODE_0600)
        .into(file);
    program.call(
        "write the exit status",
        SystemCall.WRITE,
        slot(file),
        address(info),
        value(Uapi.SIGINFO_SIZE));
    program.call("make it last", SystemCall.FSYNC, slot(file));
    program.call(
        "name the exit file",
        SystemCall.RENAMEAT2,
        Uapi.AT_FDCWD,
        draft,
        Uapi.AT_FDCWD,
        text(paths.exit().toString()),
        value(0));
  }

  /// A FIFO forgets what it holds when nobody has it open, and a terminal's master can be fetched
  /// from a living process only: the keeper stays until an engine has read everything.
  private void awaitDrained() {
    Slot signal = program.slot("signal");
    Label again = program.label("wait for a reader");
    program.place(again);
    await("USR2", signal, again, Uapi.SIGUSR2_NUMBER);
  }

  private void await(String names, Slot signal, Label again, long... numbers) {
    program
        .call(
            "wait for a signal",
            SystemCall.RT_SIGTIMEDWAIT,
            KeeperRows.signals(names, numbers),
            value(0),
            value(0),
            Uapi.SIGSET_SIZE)
        .ignoring(Errno.EINTR)
        .into(signal)
        .jumpIfNegative(again);
  }
}
