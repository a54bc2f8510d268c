package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static io.davit.kernel.program.Operand.words;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Datum;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.util.List;

/// `init: true`: the container's process 1 passes signals on to the command, reaps what is
/// orphaned, and ends with the command's exit code, as tini does. It is the keeper's interpreter,
/// in rows.
final class InitRows {
  /// All but those that an error of the process itself raises, and those of the terminal's job
  /// control: ILL, TRAP, ABRT, BUS, FPE, SEGV, TTIN, TTOU, SYS.
  private static final long PASSED_ON =
      ~(bit(4) | bit(5) | bit(6) | bit(7) | bit(8) | bit(11) | bit(21) | bit(22) | bit(31));

  private final ProgramBuilder program;

  InitRows(ProgramBuilder program) {
    this.program = program;
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /// Rows that follow run in a child: they are the command's.
  void reapAround(boolean terminal) {
    Slot command = program.slot("command");
    Label child = program.label("command");
    Operand set = words("sigset", List.of(symbol("passed on", PASSED_ON)));
    program.call(
        "hold back signals",
        SystemCall.RT_SIGPROCMASK,
        Uapi.SIG_SETMASK,
        set,
        value(0),
        Uapi.SIGSET_SIZE);
    program
        .call("start the command", SystemCall.CLONE, Uapi.SIGCHLD)
        .into(command)
        .jumpIfZero(child);
    program.call("the start is reported", SystemCall.CLOSE, value(KeeperRows.REPORT));
    program.call("call it init", SystemCall.PRCTL, Uapi.PR_SET_NAME, text("init"));
    loop(command, set);
    program.place(child);
    lead(terminal);
  }

  private void loop(Slot command, Operand set) {
    Slot signal = program.slot("signal");
    Slot dead = program.slot("dead");
    Datum.Space info = program.space("siginfo", Uapi.SIGINFO_SIZE);
    Label again = program.label("init");
    Label reap = program.label("reap");
    program.place(again);
    program
        .call(
            "wait for a signal",
            SystemCall.RT_SIGTIMEDWAIT,
            set,
            value(0),
            value(0),
            Uapi.SIGSET_SIZE)
        .ignoring(Errno.EINTR)
        .into(signal)
        .jumpIfNegative(again);
    program.subtract("a child ended", slot(signal), Uapi.SIGCHLD).jumpIfZero(reap);
    program
        .call("pass it on", SystemCall.KILL, slot(command), slot(signal))
        .ignoring(Errno.ESRCH)
        .jump(again);
    program.place(reap);
    program
        .call(
            "reap",
            SystemCall.WAITID,
            Uapi.P_ALL,
            value(0),
            address(info),
            Uapi.WEXITED_WNOHANG,
            value(0))
        .ignoring(Errno.ECHILD, Errno.EINTR)
        .jumpIfNegative(again);
    program.load32("who ended", address(info, Uapi.SI_PID)).into(dead).jumpIfZero(again);
    program.subtract("another one", slot(dead), slot(command)).jumpIfNotZero(reap);
    Slot code = program.slot("command's code");
    KeeperRows.exitCode(program, info, code);
    program.call("end as the command did", SystemCall.EXIT_GROUP, slot(code));
  }

  private void lead(boolean terminal) {
    program.call("lead a process group", SystemCall.SETPGID, value(0), value(0));
    if (terminal) {
      Slot pid = program.slot("own pid");
      program.call("own pid", SystemCall.GETPID).into(pid);
      // A group in the background that takes the terminal is stopped: tcsetpgrp(3).
      program.call(
          "be not stopped for it",
          SystemCall.RT_SIGPROCMASK,
          Uapi.SIG_SETMASK,
          words("sigttou", List.of(symbol("TTOU", bit(22)))),
          value(0),
          Uapi.SIGSET_SIZE);
      program.call(
          "take the terminal", SystemCall.IOCTL, value(0), Uapi.TIOCSPGRP, Operand.addressOf(pid));
    }
  }
}
