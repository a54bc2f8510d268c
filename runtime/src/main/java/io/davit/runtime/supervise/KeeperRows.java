package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.addressOf;
import static io.davit.kernel.program.Operand.behind;
import static io.davit.kernel.program.Operand.bytes;
import static io.davit.kernel.program.Operand.sizeBehind;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static io.davit.kernel.program.Operand.words;

import io.davit.kernel.Errno;
import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Datum;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keeper's rows of a program, around those of the container's own process; the order is in the
/// package's documentation. Used by one thread.
///
/// The keeper's descriptors, once the first process runs:
///
/// | | |
/// |---|---|
/// | 0-2 | /dev/null |
/// | [#PIDFD] | a pidfd of the first process |
/// | [#MASTER] | the master of its terminal |
/// | [#INPUT] | a writing end of its stdin FIFO, so that an engine's end is no end of input |
/// | others | the lock; stdout and stderr, for reading and writing, so that a writer never meets EPIPE |
public final class KeeperRows {
  /// Where the reports go; closed by execve.
  public static final int REPORT = 4;

  /// The number of the first descriptor that is passed.
  public static final int FIRST_PASSED = 5;

  public static final int PIDFD = 40;
  public static final int MASTER = 41;
  public static final int INPUT = 42;

  /// Tag of the report of the first process's pid.
  public static final int PID_TAG = 1;

  /// Closes the keeper's writing end of stdin: the end of input.
  public static final int CLOSE_INPUT_SIGNAL = Uapi.SIGUSR1_NUMBER;

  /// Says that the streams of an ended container were read to their end: its keeper may end.
  public static final int DRAINED_SIGNAL = Uapi.SIGUSR2_NUMBER;

  private final ProgramBuilder program;
  private final Supervision supervision;
  private final StreamRows streams;
  private final List<Fd> passed = new ArrayList<>();
  private boolean begun;

  public KeeperRows(ProgramBuilder program, Supervision supervision) {
    this.program = program;
    this.supervision = supervision;
    this.streams = new StreamRows(program, supervision, this::pass);
  }

  /// Makes one of the caller's descriptors known to the program, where it has the number that is
  /// returned. It is open until [#execute]; the keeper closes its own after the clone.
  ///
  /// @throws IllegalStateException after [#begin]
  public Operand pass(String name, Fd descriptor) {
    if (begun || FIRST_PASSED + passed.size() >= PIDFD) {
      throw new IllegalStateException("descriptors are passed before the first row, 35 at most");
    }
    passed.add(descriptor);
    return symbol(name, FIRST_PASSED + passed.size() - 1L);
  }

  /// Rows that make the process a keeper: no descriptor but its own, its lock, its streams.
  public void begin() {
    streams.pass();
    begun = true;
    program.call(
        "keep reports from the command",
        SystemCall.FCNTL,
        value(REPORT),
        Uapi.F_SETFD,
        Uapi.FD_CLOEXEC);
    program.call(
        "close the engine's descriptors",
        SystemCall.CLOSE_RANGE,
        value(FIRST_PASSED + (long) passed.size()),
        Uapi.LAST_DESCRIPTOR,
        value(0));
    program.call(
        "hold back the keeper's signals; an engine that is gone is none",
        SystemCall.RT_SIGPROCMASK,
        Uapi.SIG_SETMASK,
        signals(
            "USR1 USR2 PIPE CHLD",
            Uapi.SIGUSR1_NUMBER,
            Uapi.SIGUSR2_NUMBER,
            Uapi.SIGPIPE_NUMBER,
            Uapi.SIGCHLD_NUMBER),
        value(0),
        Uapi.SIGSET_SIZE);
    program.call("leave the engine's directory", SystemCall.CHDIR, text("/"));
    lock();
    streams.open();
  }

  /// Starts the first process. Emits the keeper's whole life after that; rows that follow run in
  /// the first process.
  ///
  /// @param flags `CLONE_NEW…`
  /// @param cgroup the descriptor of a directory in cgroup v2 to be born in
  public void cloneFirstProcess(long flags, Optional<Operand> cgroup) {
    streams.openTerminal();
    Slot pidfd = program.slot("pidfd");
    Slot pid = program.slot("pid");
    Label child = program.label("first process");
    long all = flags | Uapi.CLONE_PIDFD | (cgroup.isPresent() ? Uapi.CLONE_INTO_CGROUP : 0);
    Operand arguments =
        words(
            "clone_args",
            List.of(
                symbol(CloneFlags.names(all), all),
                addressOf(pidfd),
                value(0),
                value(0),
                Uapi.SIGCHLD,
                value(0),
                value(0),
                value(0),
                value(0),
                value(0),
                cgroup.orElse(value(0))));
    program
        .call("start the first process", SystemCall.CLONE3, arguments, value(88))
        .into(pid)
        .jumpIfZero(child);
    program.report("its pid", PID_TAG, slot(pid));
    keepOnly(pidfd, child);
    new WaitRows(program).waitFor(pid, supervision.kind());
    program.place(child);
  }

  /// The detached devpts of a container's terminal, to be moved to /dev/pts; empty without a
  /// terminal, and for an exec.
  public Optional<Slot> terminalFileSystem() {
    return streams.terminalFileSystem();
  }

  /// Makes the process the leader of a session whose descriptors 0, 1 and 2 are its streams. Run it
  /// in the container's mounts: /dev/null is opened by name.
  public void connectStreams() {
    streams.connect();
  }

  /// Executes the command, as the last rows: looked up in the PATH of `environment` when it has no
  /// slash. All descriptors from 3 on are closed, all signals default and unblocked.
  public void execute(List<String> arguments, List<String> environment) {
    program.call("close all but the report", SystemCall.CLOSE, value(3)).ignoring(Errno.EBADF);
    program.call(
        "close all but the report",
        SystemCall.CLOSE_RANGE,
        value(FIRST_PASSED),
        Uapi.LAST_DESCRIPTOR,
        value(0));
    if (supervision.init()) {
      new InitRows(program).reapAround(supervision.terminal().isPresent());
    }
    program.call(
        "let signals in",
        SystemCall.RT_SIGPROCMASK,
        Uapi.SIG_SETMASK,
        signals("none"),
        value(0),
        Uapi.SIGSET_SIZE);
    new CommandRows(program, supervision.init()).execute(arguments, environment);
  }

  public Launch finish() {
    return new Launch(program.build(), passed);
  }

  private void lock() {
    Slot lock = program.slot("lock");
    program
        .call(
            "open the keeper's lock",
            SystemCall.OPENAT,
            Uapi.AT_FDCWD,
            text(supervision.lock().toString()),
            Uapi.O_CREAT_RDWR,
            Uapi.MODE_0600)
        .into(lock);
    byte[] writeLock =
        ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 1).array();
    program.call("lock it", SystemCall.FCNTL, slot(lock), Uapi.F_SETLK, bytes(writeLock));
  }

  private void keepOnly(Slot pidfd, Label child) {
    program.call("keep its pidfd", SystemCall.DUP3, slot(pidfd), value(PIDFD), Uapi.O_CLOEXEC);
    program.call("keep its pidfd", SystemCall.CLOSE, slot(pidfd));
    program.call(
        "release the first process's rows",
        SystemCall.MADVISE,
        behind(child),
        sizeBehind(child),
        Uapi.MADV_DONTNEED);
    streams.closeOfKeeper();
    program.call("the start is reported", SystemCall.CLOSE, value(REPORT));
    if (!passed.isEmpty()) {
      program.call(
          "close what was passed",
          SystemCall.CLOSE_RANGE,
          value(FIRST_PASSED),
          value(FIRST_PASSED + passed.size() - 1L),
          value(0));
    }
  }

  /// A pointer to a `sigset_t`.
  static Operand signals(String names, long... numbers) {
    long set = 0;
    for (long number : numbers) {
      set |= 1L << (number - 1);
    }
    return words("sigset", List.of(symbol(names, set)));
  }

  /// Computes the exit code that a shell would show, from a `siginfo_t`.
  static void exitCode(ProgramBuilder program, Datum.Space info, Slot code) {
    Slot how = program.slot("how");
    Label done = program.label("exit code");
    program.load32("its status", address(info, Uapi.SI_STATUS)).into(code);
    program.load32("how it ended", address(info, Uapi.SI_CODE)).into(how);
    program.subtract("by exit", slot(how), Uapi.CLD_EXITED).jumpIfZero(done);
    program.subtract("by a signal", slot(code), value(-128)).into(code);
    program.place(done);
  }
}
