package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.Pipes;
import io.davit.runtime.ExecSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pipes of an exec without a terminal. The child's ends are passed on; ours are taken by
/// whoever reads and writes, and closed here when nobody took them.
final class ExecPipes implements AutoCloseable {
  private Optional<Pipes.Pipe> input = Optional.empty();
  private Optional<Pipes.Pipe> output = Optional.empty();
  private Optional<Pipes.Pipe> error = Optional.empty();
  private final List<Fd> ours = new ArrayList<>();

  private ExecPipes() {}

  static ExecPipes open(ExecSpec spec) throws ErrnoException {
    ExecPipes pipes = new ExecPipes();
    try {
      if (!spec.process().terminal()) {
        if (spec.process().openInput()) {
          pipes.input = Optional.of(pipes.keep(Pipes.open(), true));
        }
        if (spec.captureOutput()) {
          pipes.output = Optional.of(pipes.keep(Pipes.open(), false));
          pipes.error = Optional.of(pipes.keep(Pipes.open(), false));
        }
      }
      return pipes;
    } catch (ErrnoException e) {
      pipes.close();
      throw e;
    }
  }

  private Pipes.Pipe keep(Pipes.Pipe pipe, boolean writing) throws ErrnoException {
    Fd own = writing ? pipe.writing() : pipe.reading();
    ours.add(own);
    Pipes.setNonblocking(own);
    return pipe;
  }

  Optional<Fd> childInput() {
    return input.map(Pipes.Pipe::reading);
  }

  Optional<Fd> childOutput() {
    return output.map(Pipes.Pipe::writing);
  }

  Optional<Fd> childError() {
    return error.map(Pipes.Pipe::writing);
  }

  Optional<Fd> takeInput() {
    return take(input.map(Pipes.Pipe::writing));
  }

  Optional<Fd> takeOutput() {
    return take(output.map(Pipes.Pipe::reading));
  }

  Optional<Fd> takeError() {
    return take(error.map(Pipes.Pipe::reading));
  }

  private Optional<Fd> take(Optional<Fd> fd) {
    fd.ifPresent(taken -> ours.removeIf(own -> own.equals(taken)));
    return fd;
  }

  @Override
  public void close() {
    ours.forEach(Fd::close);
    childInput().ifPresent(Fd::close);
    childOutput().ifPresent(Fd::close);
    childError().ifPresent(Fd::close);
  }
}
