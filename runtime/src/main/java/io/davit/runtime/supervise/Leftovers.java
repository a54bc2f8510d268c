package io.davit.runtime.supervise;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.process.LockHolder;
import io.davit.kernel.process.Pidfd;
import io.davit.runtime.cgroup.Cgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Processes that an earlier engine left: found by their keepers' locks, and ended when they are
/// not wanted.
final class Leftovers {
  private static final int SIGKILL = 9;

  /// A keeper is found as soon as it holds its lock, a few system calls before it has its child.
  private static final long UNTIL_CHILD_NANOS = 1_000_000;

  private static final int TRIES = 2000;

  private Leftovers() {}

  /// A container's keeper that still lives, with its first process.
  static Optional<Launcher.Launched> find(RunDirectory directory) throws ErrnoException {
    Optional<Pidfd> keeper = LockHolder.of(directory.paths().lock());
    if (keeper.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<Fd> first = keeper.orElseThrow().descriptor(KeeperRows.PIDFD);
      if (first.isPresent()) {
        return Optional.of(
            new Launcher.Launched(keeper.orElseThrow(), Pidfd.of(first.orElseThrow())));
      }
      if (!keeper.orElseThrow().signal(0)) {
        break;
      }
      LockSupport.parkNanos(UNTIL_CHILD_NANOS);
    }
    keeper.orElseThrow().close();
    return Optional.empty();
  }

  /// Ends the execs of a container.
  static void endExecs(RunDirectory directory, Launcher launcher) throws ErrnoException {
    for (Path lock : directory.execLocks()) {
      end(LockHolder.of(lock), launcher);
      delete(lock);
    }
  }

  /// Ends a container's keeper and first process, and waits for both.
  static void end(RunDirectory directory, Launcher launcher) throws ErrnoException {
    end(LockHolder.of(directory.paths().lock()), launcher);
  }

  private static void end(Optional<Pidfd> keeper, Launcher launcher) throws ErrnoException {
    if (keeper.isPresent()) {
      try (Pidfd found = keeper.orElseThrow()) {
        kill(found);
        launcher.ended(found).join();
        reap(found);
      }
    }
  }

  /// Ends every process of a cgroup, and waits for it.
  static void endAll(Cgroup cgroup, Launcher launcher) throws ErrnoException {
    boolean left = true;
    while (left) {
      left = false;
      for (int pid : cgroup.processes()) {
        Optional<Pidfd> process = Pidfd.open(pid);
        if (process.isPresent()) {
          left = true;
          try (Pidfd found = process.orElseThrow()) {
            found.signal(SIGKILL);
            cgroup.thaw();
            launcher.ended(found).join();
          }
        }
      }
    }
  }

  /// Safe to call twice.
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw RunDirectory.failed(file, e);
    }
  }

  /// The child first: its keeper would be gone else, and with it the way to it.
  private static void kill(Pidfd keeper) throws ErrnoException {
    Optional<Fd> first = keeper.descriptor(KeeperRows.PIDFD);
    if (first.isPresent()) {
      try (Pidfd child = Pidfd.of(first.orElseThrow())) {
        child.signal(SIGKILL);
      }
    }
    keeper.signal(SIGKILL);
  }

  private static void reap(Pidfd keeper) throws ErrnoException {
    try {
      keeper.reap();
    } catch (ErrnoException e) {
      if (!e.is(Errno.ECHILD)) {
        throw e;
      }
    }
  }
}
