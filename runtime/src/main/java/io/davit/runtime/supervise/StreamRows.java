package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.bytes;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The standard streams of a process: opened by its keeper, connected by itself.
final class StreamRows {
  private final ProgramBuilder program;
  private final Supervision supervision;
  private final BiFunction<String, Fd, Operand> pass;
  private final List<Optional<Operand>> streams = new ArrayList<>();
  private Optional<Slot> keptOnlyForChild = Optional.empty();
  private Optional<Slot> fileSystem = Optional.empty();

  StreamRows(
      ProgramBuilder program, Supervision supervision, BiFunction<String, Fd, Operand> pass) {
    this.program = program;
    this.supervision = supervision;
    this.pass = pass;
  }

  /// Passes the pipes of an exec.
  void pass() {
    if (supervision.terminal().isEmpty()
        && supervision.kind() instanceof Supervision.Kind.Exec exec) {
      streams.add(exec.input().map(fd -> pass.apply("stdin", fd)));
      streams.add(exec.output().map(fd -> pass.apply("stdout", fd)));
      streams.add(exec.error().map(fd -> pass.apply("stderr", fd)));
    }
  }

  /// Opens the FIFOs of a container.
  void open() {
    if (supervision.terminal().isEmpty()
        && supervision.kind() instanceof Supervision.Kind.Start start) {
      streams.add(start.input() ? Optional.of(input(start.paths().stdin())) : Optional.empty());
      streams.add(Optional.of(slot(openFile("stdout", start.paths().stdout(), Uapi.O_RDWR))));
      streams.add(Optional.of(slot(openFile("stderr", start.paths().stderr(), Uapi.O_RDWR))));
    }
  }

  /// Opens the terminal: in a file system of its own for a container, in /dev/pts for an exec,
  /// whose keeper has joined the container's mounts.
  void openTerminal() {
    supervision
        .terminal()
        .ifPresent(
            size -> {
              Slot found =
                  switch (supervision.kind()) {
                    case Supervision.Kind.Start _ -> masterOfNewFileSystem();
                    case Supervision.Kind.Exec _ ->
                        openFile("master", Path.of("/dev/pts/ptmx"), Uapi.O_RDWR_NOCTTY);
                  };
              program.call(
                  "keep the master",
                  SystemCall.DUP3,
                  slot(found),
                  value(KeeperRows.MASTER),
                  Uapi.O_CLOEXEC);
              program.call("keep the master", SystemCall.CLOSE, slot(found));
              openPeer(size);
            });
  }

  Optional<Slot> terminalFileSystem() {
    return fileSystem;
  }

  /// After the clone: the keeper keeps no reading end of stdin, so that a writer learns of the end
  /// of its reader, and nothing of the terminal but its master.
  void closeOfKeeper() {
    keptOnlyForChild.ifPresent(
        fd -> program.call("leave it to the first process", SystemCall.CLOSE, slot(fd)));
    fileSystem.ifPresent(
        fd -> program.call("leave it to the first process", SystemCall.CLOSE, slot(fd)));
  }

  void connect() {
    program.call("lead a session", SystemCall.SETSID);
    if (streams.stream().anyMatch(Optional::isEmpty)) {
      Slot nothing = openFile("/dev/null", Path.of("/dev/null"), Uapi.O_RDWR);
      streams.replaceAll(stream -> Optional.of(stream.orElse(slot(nothing))));
    }
    for (int i = 0; i < streams.size(); i++) {
      program.call(
          "connect a standard stream",
          SystemCall.DUP3,
          streams.get(i).orElseThrow(),
          value(i),
          value(0));
    }
    if (supervision.terminal().isPresent()) {
      program.call("take the terminal", SystemCall.IOCTL, value(0), Uapi.TIOCSCTTY, value(0));
    }
  }

  /// The reading end for the process, and a writing end that the keeper holds. A FIFO opened for
  /// one direction blocks until the other one is there, hence the first open.
  private Operand input(Path fifo) {
    Slot both = openFile("stdin", fifo, Uapi.O_RDWR);
    Slot reading = openFile("stdin for reading", fifo, Uapi.O_RDONLY);
    Slot writing = openFile("stdin for writing", fifo, Uapi.O_WRONLY);
    program.call(
        "keep stdin open", SystemCall.DUP3, slot(writing), value(KeeperRows.INPUT), Uapi.O_CLOEXEC);
    program.call("keep stdin open", SystemCall.CLOSE, slot(writing));
    program.call("keep stdin open", SystemCall.CLOSE, slot(both));
    keptOnlyForChild = Optional.of(reading);
    return slot(reading);
  }

  /// A devpts that nobody else has; it is mounted by whoever holds it. Mode and group are Docker's.
  private Slot masterOfNewFileSystem() {
    Slot context = program.slot("devpts context");
    Slot mount = program.slot("devpts");
    program
        .call("make a devpts", SystemCall.FSOPEN, text("devpts"), Uapi.FSOPEN_CLOEXEC)
        .into(context);
    for (List<String> option :
        List.of(List.of("ptmxmode", "0666"), List.of("mode", "0620"), List.of("gid", "5"))) {
      program.call(
          "make a devpts",
          SystemCall.FSCONFIG,
          slot(context),
          Uapi.FSCONFIG_SET_STRING,
          text(option.get(0)),
          text(option.get(1)),
          value(0));
    }
    program.call(
        "make a devpts",
        SystemCall.FSCONFIG,
        slot(context),
        Uapi.FSCONFIG_CMD_CREATE,
        value(0),
        value(0),
        value(0));
    program
        .call(
            "make a devpts",
            SystemCall.FSMOUNT,
            slot(context),
            Uapi.FSMOUNT_CLOEXEC,
            Uapi.PTS_ATTRIBUTES)
        .into(mount);
    program.call("make a devpts", SystemCall.CLOSE, slot(context));
    fileSystem = Optional.of(mount);
    Slot master = program.slot("master");
    program
        .call(
            "open the terminal",
            SystemCall.OPENAT,
            slot(mount),
            text("ptmx"),
            Uapi.O_RDWR_NOCTTY,
            value(0))
        .into(master);
    return master;
  }

  private void openPeer(Supervision.TerminalSize size) {
    program.call(
        "unlock the terminal",
        SystemCall.IOCTL,
        value(KeeperRows.MASTER),
        Uapi.TIOCSPTLCK,
        bytes(new byte[4]));
    byte[] window =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) size.rows())
            .putShort((short) size.columns())
            .array();
    program.call(
        "set its size", SystemCall.IOCTL, value(KeeperRows.MASTER), Uapi.TIOCSWINSZ, bytes(window));
    Slot peer = program.slot("terminal");
    program
        .call(
            "open its other end",
            SystemCall.IOCTL,
            value(KeeperRows.MASTER),
            Uapi.TIOCGPTPEER,
            Uapi.O_RDWR_NOCTTY)
        .into(peer);
    keptOnlyForChild = Optional.of(peer);
    for (int i = 0; i < 3; i++) {
      streams.add(Optional.of(slot(peer)));
    }
  }

  private Slot openFile(String name, Path path, Operand flags) {
    Slot file = program.slot(name);
    program
        .call(
            "open " + name,
            SystemCall.OPENAT,
            Uapi.AT_FDCWD,
            text(path.toString()),
            flags,
            value(0))
        .into(file);
    return file;
  }
}
