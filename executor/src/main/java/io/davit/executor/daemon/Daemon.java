package io.davit.executor.daemon;

import io.davit.executor.container.EngineContainers;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.problem.Failure;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `davit daemon`: the engine in the foreground.
///
/// It prints one line that begins with `ready` once its socket answers, and nothing else on its
/// standard output; its log goes to the standard error. SIGTERM and SIGINT end it; containers go
/// on.
public final class Daemon {
  private static final Logger LOG = System.getLogger(Daemon.class.getName());

  private final Map<String, String> environment;
  private final PrintStream output;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private Daemon(Map<String, String> environment, PrintStream output) {
    this.environment = environment;
    this.output = output;
  }

  public static void main(String[] arguments) {
    LogLines.install(System.err);
    System.exit(new Daemon(System.getenv(), System.out).run(List.of(arguments)));
  }

  /// @return the process's exit code
  private int run(List<String> arguments) {
    try {
      serve(Settings.of(arguments, environment));
      return 0;
    } catch (Failure failure) {
      System.err.println("davit daemon: " + failure.describe());
      return 1;
    } catch (Exception e) {
      LOG.log(Level.ERROR, "the engine failed unexpectedly", e);
      return 1;
    } finally {
      ended.countDown();
    }
  }

  private void serve(Settings settings) throws Exception {
    new KernelCheck(Path.of("/proc"), Path.of("/sys"), Path.of("/lib/modules")).run();
    makeDirectories(settings);
    try (InstanceLock lock = InstanceLock.take(settings.root())) {
      Files.deleteIfExists(settings.socket());
      Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "end"));
      try (Engine _ = Engine.open(settings, stop::countDown)) {
        Files.setPosixFilePermissions(
            settings.socket(), PosixFilePermissions.fromString("rw-rw----"));
        lock.started();
        output.println("ready " + settings.socket());
        output.flush();
        SystemdNotice.send(environment, "READY=1");
        LOG.log(
            Level.INFO,
            "engine "
                + settings.instance()
                + " answers on "
                + settings.socket()
                + ", root "
                + settings.root());
        stop.await();
        lock.ending();
        SystemdNotice.send(environment, "STOPPING=1");
      }
      Files.deleteIfExists(settings.socket());
      LOG.log(Level.INFO, "engine " + settings.instance() + " ended; containers go on");
    }
  }

  /// The JVM ends when its hooks have: this one waits for the orderly end.
  private void endBySignal() {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void makeDirectories(Settings settings) {
    try {
      var ownersOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
      Files.createDirectories(settings.root(), ownersOnly);
      Files.createDirectories(settings.run());
      Path containers = Files.createDirectories(EngineContainers.directory(settings.root()));
      try (Directory directory = Directory.open(containers)) {
        boolean _ = directory.spread();
      }
    } catch (IOException | ErrnoException e) {
      throw new StorageFailed(
          "cannot make the engine's directories: " + e.getMessage(),
          Optional.empty(),
          Optional.of("choose others with --root and --run"),
          e);
    }
  }
}
