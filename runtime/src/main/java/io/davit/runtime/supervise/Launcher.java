package io.davit.runtime.supervise;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.keeper.KeeperSpawner;
import io.davit.kernel.keeper.Report;
import io.davit.kernel.process.Pidfd;
import io.davit.problem.Failure;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Runs a program up to the point where its command was executed. Safe for concurrent use.
final class Launcher {
  private final EventLoop loop;
  private final Pipes pipes;
  private final KeeperSpawner spawner;

  /// @param pipes of the event loop's thread
  Launcher(EventLoop loop, Pipes pipes, KeeperSpawner spawner) {
    this.loop = loop;
    this.pipes = pipes;
    this.spawner = spawner;
  }

  /// @param keeper a child of this process
  record Launched(Pidfd keeper, Pidfd first) {}

  /// Closes the launch. When it fails, every process that it started has ended.
  ///
  /// @throws Failure the row that failed
  Launched launch(String name, Launch launch) {
    KeeperSpawner.Spawned spawned;
    try (launch) {
      spawned = spawner.spawn(name, launch.program(), launch.passed());
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot start a keeper", e);
    }
    List<Report> reports = Report.parse(readAll(spawned.report()).join());
    Optional<Failure> failure = StartFailure.of(launch.program(), reports);
    try {
      Optional<Fd> first =
          failure.isPresent() ? Optional.empty() : spawned.process().descriptor(KeeperRows.PIDFD);
      if (first.isEmpty()) {
        finish(spawned.process());
        throw failure.orElseGet(Launcher::keeperGone);
      }
      return new Launched(spawned.process(), Pidfd.of(first.orElseThrow()));
    } catch (ErrnoException e) {
      throw StartFailure.of("cannot reach a keeper", e);
    }
  }

  /// Completes when a process has ended.
  CompletableFuture<Void> ended(Pidfd process) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.execute(
        () -> {
          EventLoop.Registration[] own = new EventLoop.Registration[1];
          try {
            own[0] =
                loop.register(
                    process.fd(),
                    EventLoop.READABLE,
                    _ -> {
                      own[0].close();
                      ended.complete(null);
                    });
          } catch (ErrnoException e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  private void finish(Pidfd keeper) throws ErrnoException {
    keeper.signal(KeeperRows.DRAINED_SIGNAL);
    ended(keeper).join();
    keeper.reap();
    keeper.close();
  }

  private static Failure keeperGone() {
    return new io.davit.problem.KernelRefused(
        "a container's keeper ended before it could report",
        new io.davit.problem.SystemCall("pidfd_getfd", "ESRCH"),
        "look in the kernel's log for who killed it");
  }

  private CompletableFuture<byte[]> readAll(Fd report) {
    CompletableFuture<byte[]> done = new CompletableFuture<>();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    loop.execute(
        () -> {
          EventLoop.Registration[] own = new EventLoop.Registration[1];
          try {
            own[0] =
                loop.register(
                    report,
                    EventLoop.READABLE,
                    _ -> {
                      byte[] some = readSome(report, done);
                      read.writeBytes(some);
                      if (some.length == 0) {
                        own[0].close();
                        report.close();
                        done.complete(read.toByteArray());
                      }
                    });
          } catch (ErrnoException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private byte[] readSome(Fd report, CompletableFuture<byte[]> done) {
    try {
      return pipes.read(report).orElseThrow();
    } catch (ErrnoException e) {
      done.completeExceptionally(e);
      return new byte[0];
    }
  }
}
