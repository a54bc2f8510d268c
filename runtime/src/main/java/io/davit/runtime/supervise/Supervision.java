package io.davit.runtime.supervise;

import io.davit.kernel.Fd;
import java.nio.file.Path;
import java.util.Optional;

/// How a process is watched, and what its standard streams are. Its keeper ends with its exit code,
/// after [KeeperRows#DRAINED_SIGNAL].
///
/// @param lock the file that the keeper locks
/// @param terminal its size when the standard streams are one terminal
/// @param init whether a reaping first process is put before the command
public record Supervision(Kind kind, Path lock, Optional<TerminalSize> terminal, boolean init) {
  public sealed interface Kind {
    /// A container's first process. Its keeper opens the FIFOs of `paths`, writes the exit file,
    /// and stays until it is told that the streams were drained.
    ///
    /// @param input whether the standard input is a FIFO; else /dev/null
    record Start(KeeperPaths paths, boolean input) implements Kind {}

    /// A further process.
    ///
    /// @param input the read end of a pipe; empty: /dev/null. Likewise the others
    record Exec(Optional<Fd> input, Optional<Fd> output, Optional<Fd> error) implements Kind {}
  }

  /// 0 where unknown.
  public record TerminalSize(int rows, int columns) {}
}
