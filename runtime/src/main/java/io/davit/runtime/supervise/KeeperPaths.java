package io.davit.runtime.supervise;

import java.nio.file.Path;

/// The files of one container in the run directory. They end with the boot, or with
/// [io.davit.runtime.ContainerRuntime#remove].
///
/// @param directory `<run>/keepers/<id>`
public record KeeperPaths(Path directory) {
  /// A FIFO; present when the standard input is a pipe.
  public Path stdin() {
    return directory.resolve("stdin");
  }

  /// A FIFO; absent for a terminal, like [#stderr].
  public Path stdout() {
    return directory.resolve("stdout");
  }

  public Path stderr() {
    return directory.resolve("stderr");
  }

  /// A file that the keeper holds a lock on as long as it lives (fcntl(2), `F_SETLK`): whoever asks
  /// for the lock learns its pid from the kernel, which no record can tell so surely.
  public Path lock() {
    return directory.resolve("keeper");
  }

  /// The `siginfo_t` of the end of the container's first process; appears whole.
  public Path exit() {
    return directory.resolve("exit");
  }

  /// The same while it is being written.
  Path exitDraft() {
    return directory.resolve("exit.tmp");
  }

  /// The locks of the keepers of running execs, by exec id.
  public Path execs() {
    return directory.resolve("execs");
  }
}
