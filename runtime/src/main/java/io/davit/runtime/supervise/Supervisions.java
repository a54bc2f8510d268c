package io.davit.runtime.supervise;

import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.ProcessSpec;
import java.nio.file.Path;
import java.util.Optional;

/// Says how the process of a specification is watched.
final class Supervisions {
  private Supervisions() {}

  static Supervision of(ContainerSpec spec, KeeperPaths paths) {
    return new Supervision(
        new Supervision.Kind.Start(paths, spec.process().openInput()),
        paths.lock(),
        terminal(spec.process()),
        spec.init());
  }

  static Supervision of(ExecSpec spec, Path lock, ExecPipes pipes) {
    return new Supervision(
        new Supervision.Kind.Exec(pipes.childInput(), pipes.childOutput(), pipes.childError()),
        lock,
        terminal(spec.process()),
        false);
  }

  private static Optional<Supervision.TerminalSize> terminal(ProcessSpec process) {
    return process.terminal()
        ? Optional.of(new Supervision.TerminalSize(process.rows(), process.columns()))
        : Optional.empty();
  }
}
