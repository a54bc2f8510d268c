package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.process.Pidfd;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.log.LogActivity;
import io.davit.runtime.log.LogReaders;
import io.davit.runtime.log.LogWriter;
import io.davit.runtime.stream.InputPipe;
import io.davit.runtime.stream.Listeners;
import io.davit.runtime.stream.OutputPump;
import io.davit.runtime.stream.OutputPump.Source;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens what belongs to a watched process: streams from the run directory or from its keeper's
/// descriptors, and its log.
final class ProcessParts {
  private final EventLoop loop;
  private final Pipes pipes;
  private final Clock clock;
  private final LogReaders readers;

  /// @param pipes of the event loop's thread
  /// @param readers of all logs
  ProcessParts(EventLoop loop, Pipes pipes, Clock clock, LogReaders readers) {
    this.loop = loop;
    this.pipes = pipes;
    this.clock = clock;
    this.readers = readers;
  }

  /// @param fresh whether it was started just now; else it was found again
  SupervisedProcess.Parts ofContainer(
      Launcher.Launched launched,
      KeeperPaths paths,
      RunFacts facts,
      Instant started,
      OutputListener output,
      boolean fresh)
      throws ErrnoException {
    LogActivity activity = new LogActivity();
    Optional<LogWriter> log = log(facts.logs(), activity, fresh);
    Listeners listeners = listeners(output);
    List<OutputPump> outputs = new ArrayList<>();
    Optional<Fd> terminal = Optional.empty();
    Optional<InputPipe> input;
    if (facts.terminal()) {
      terminal = master(launched.keeper());
      for (Fd fd : master(launched.keeper()).stream().toList()) {
        outputs.add(pump(new Source(fd, Stream.OUT, false), log, listeners));
      }
      input = master(launched.keeper()).map(fd -> new InputPipe(loop, fd));
    } else {
      outputs.add(pump(source(paths.stdout(), Stream.OUT), log, listeners));
      outputs.add(pump(source(paths.stderr(), Stream.ERR), log, listeners));
      input = input(launched.keeper());
    }
    return new SupervisedProcess.Parts(
        launched.keeper(),
        launched.first(),
        started,
        input,
        terminal,
        outputs,
        log,
        activity,
        listeners);
  }

  SupervisedProcess.Parts ofExec(
      Launcher.Launched launched,
      ExecPipes ends,
      ExecSpec spec,
      Instant started,
      OutputListener output)
      throws ErrnoException {
    Listeners listeners = listeners(output);
    List<OutputPump> outputs = new ArrayList<>();
    Optional<Fd> terminal = Optional.empty();
    Optional<InputPipe> input;
    if (spec.process().terminal()) {
      terminal = master(launched.keeper());
      for (Fd fd : master(launched.keeper()).stream().toList()) {
        outputs.add(pump(new Source(fd, Stream.OUT, false), Optional.empty(), listeners));
      }
      input = master(launched.keeper()).map(fd -> new InputPipe(loop, fd));
    } else {
      for (Fd fd : ends.takeOutput().stream().toList()) {
        outputs.add(pump(new Source(fd, Stream.OUT, false), Optional.empty(), listeners));
      }
      for (Fd fd : ends.takeError().stream().toList()) {
        outputs.add(pump(new Source(fd, Stream.ERR, false), Optional.empty(), listeners));
      }
      input = ends.takeInput().map(fd -> new InputPipe(loop, fd));
    }
    return new SupervisedProcess.Parts(
        launched.keeper(),
        launched.first(),
        started,
        input,
        terminal,
        outputs,
        Optional.empty(),
        new LogActivity(),
        listeners);
  }

  private OutputPump pump(Source source, Optional<LogWriter> log, Listeners listeners) {
    return new OutputPump(loop, pipes, source, log, listeners);
  }

  private static Source source(java.nio.file.Path fifo, Stream stream) throws ErrnoException {
    return new Source(Pipes.openFifo(fifo), stream, true);
  }

  private static Listeners listeners(OutputListener output) {
    Listeners listeners = new Listeners();
    listeners.add(output);
    return listeners;
  }

  /// One more descriptor of the terminal's master.
  private static Optional<Fd> master(Pidfd keeper) throws ErrnoException {
    return nonblocking(keeper.descriptor(KeeperRows.MASTER));
  }

  /// Empty when it has no input, or its end came already.
  private Optional<InputPipe> input(Pidfd keeper) throws ErrnoException {
    return nonblocking(keeper.descriptor(KeeperRows.INPUT)).map(fd -> new InputPipe(loop, fd));
  }

  private static Optional<Fd> nonblocking(Optional<Fd> fd) throws ErrnoException {
    if (fd.isPresent()) {
      Pipes.setNonblocking(fd.orElseThrow());
    }
    return fd;
  }

  private Optional<LogWriter> log(LogSpec spec, LogActivity activity, boolean fresh)
      throws ErrnoException {
    if (spec.driver().equals("none")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LogWriter(spec, clock, pipes, activity, readers, fresh));
    } catch (IOException e) {
      throw RunDirectory.failed(spec.directory(), e);
    }
  }
}
