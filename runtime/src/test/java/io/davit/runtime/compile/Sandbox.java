package io.davit.runtime.compile;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.keeper.KeeperSpawner;
import io.davit.kernel.keeper.KeeperSpawner.Spawned;
import io.davit.kernel.keeper.Report;
import io.davit.kernel.process.Pidfd;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.Cgroups;
import io.davit.runtime.supervise.KeeperPaths;
import io.davit.runtime.supervise.KeeperRows;
import io.davit.runtime.supervise.Launch;
import io.davit.runtime.supervise.Supervision;
import io.davit.runtime.supervise.Supervision.Kind;
import io.davit.runtime.user.RootUsers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs compiled programs for real: a root of busybox, a keeper, a cgroup, and the output of the
/// command.
final class Sandbox implements AutoCloseable {
  private static final int SIGKILL = 9;

  final Path directory;
  final Path image;
  final Path upper;
  final Cgroups cgroups = Cgroups.detect("davit-test-" + ProcessHandle.current().pid());
  final ContainerCompiler compiler =
      new ContainerCompiler(Machine.observe(cgroups), Architecture.current(), new RootUsers());
  private final KeeperSpawner spawner;

  Sandbox(Path directory) throws Exception {
    this.directory = directory;
    this.image = Files.createDirectories(directory.resolve("image"));
    this.upper = Files.createDirectories(directory.resolve("layer/upper"));
    Files.createDirectories(directory.resolve("layer/work"));
    this.spawner = KeeperSpawner.create();
    fill();
  }

  private void fill() throws IOException {
    for (String name : List.of("bin", "etc", "tmp", "proc", "sys", "dev", "root", "home/web")) {
      Files.createDirectories(image.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), image.resolve("bin/busybox"));
    for (String applet :
        List.of(
            "sh",
            "cat",
            "ls",
            "id",
            "grep",
            "echo",
            "mount",
            "umount",
            "unshare",
            "stat",
            "touch",
            "mkdir",
            "mknod",
            "readlink",
            "sleep",
            "true",
            "pwd",
            "env",
            "hostname",
            "tty",
            "dd",
            "kill",
            "rm",
            "ln",
            "sed",
            "wc",
            "sort",
            "chroot",
            "test",
            "head",
            "cut",
            "ps")) {
      Files.createSymbolicLink(image.resolve("bin/" + applet), Path.of("busybox"));
    }
    Files.writeString(
        image.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/home/web:/bin/sh\n");
    Files.writeString(image.resolve("etc/group"), "root:x:0:\nweb:x:1000:\nadm:x:4:web\n");
  }

  OverlayRoot root() {
    return new OverlayRoot(Path.of("/"), List.of(image), upper, directory.resolve("layer/work"));
  }

  Specs specs() {
    return new Specs(root());
  }

  /// What a container's command wrote, both streams together, and how it ended.
  record Outcome(String output, int exitCode) {}

  /// A row that failed.
  static final class RowFailed extends Exception {
    private static final long serialVersionUID = 1L;

    RowFailed(String row, int errno) {
      super(row + ": " + Errno.symbol(errno));
    }
  }

  /// Runs a container to its end.
  Outcome run(Specs specs) throws Exception {
    try (Running running = start(specs.build())) {
      return running.end();
    }
  }

  Running start(ContainerSpec spec) throws Exception {
    return start(spec, Map.of());
  }

  /// @param neighbours first processes of the containers whose namespaces it joins
  Running start(ContainerSpec spec, Map<String, Pidfd> neighbours) throws Exception {
    Cgroup group = cgroups.create(spec.id(), spec.resources(), compiler.devices(spec));
    try {
      Path run = Files.createTempDirectory(directory, "run");
      KeeperPaths paths = new KeeperPaths(run);
      Pipes.makeFifo(paths.stdout());
      Pipes.makeFifo(paths.stderr());
      Supervision supervision =
          new Supervision(
              new Kind.Start(paths, false),
              paths.lock(),
              spec.process().terminal()
                  ? Optional.of(new Supervision.TerminalSize(24, 80))
                  : Optional.empty(),
              spec.init());
      try (Launch launch = compiler.start(spec, supervision, group, neighbours)) {
        return new Running(spec, paths, group, launch);
      }
    } catch (Exception e) {
      group.remove();
      throw e;
    }
  }

  @Override
  public void close() {
    cgroups.present().forEach(id -> cgroups.find(id).remove());
    cgroups.removeParent();
    spawner.close();
  }

  /// A started container.
  final class Running implements AutoCloseable {
    final ContainerSpec spec;
    final KeeperPaths paths;
    final Cgroup group;
    final Pidfd keeper;
    private final Optional<Pidfd> first;
    private final Fd stdout;

    private Running(ContainerSpec spec, KeeperPaths paths, Cgroup group, Launch launch)
        throws Exception {
      this.spec = spec;
      this.paths = paths;
      this.group = group;
      Spawned spawned = spawner.spawn("keeper", launch.program(), launch.passed());
      this.keeper = spawned.process();
      this.first = Pidfd.open(started(spawned, launch));
      this.stdout =
          spec.process().terminal()
              ? keeper.descriptor(KeeperRows.MASTER).orElseThrow()
              : Pipes.openFifo(paths.stdout());
    }

    /// The first process, which runs.
    Pidfd first() {
      return first.orElseThrow();
    }

    int pid() {
      return first().pid();
    }

    /// Waits for the first process, and returns what it wrote.
    Outcome end() throws Exception {
      while (!Files.exists(paths.exit())) {
        spin();
      }
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      try (Pipes pipes = new Pipes()) {
        Pipes.setNonblocking(stdout);
        Optional<byte[]> read = pipes.read(stdout);
        while (read.isPresent() && read.get().length > 0) {
          output.writeBytes(read.get());
          read = pipes.read(stdout);
        }
      } catch (ErrnoException e) {
        if (!e.is(Errno.EIO)) { // a terminal whose other end is closed
          throw e;
        }
      }
      return new Outcome(
          output.toString(StandardCharsets.UTF_8),
          Pidfd.exitCode(Files.readAllBytes(paths.exit())));
    }

    /// Runs a further process to its end.
    Outcome exec(Specs specs, boolean privileged) throws Exception {
      Pipes.Pipe pipe = Pipes.open();
      Fd writing = pipe.writing();
      ExecSpec exec = new ExecSpec("e1", specs.process(), privileged, true);
      Supervision supervision =
          new Supervision(
              new Kind.Exec(Optional.empty(), Optional.of(writing), Optional.of(writing)),
              paths.directory().resolve("exec"),
              Optional.empty(),
              false);
      try (Fd reading = pipe.reading();
          Pipes pipes = new Pipes()) {
        Spawned spawned;
        try (Launch launch = compiler.exec(exec, spec.security(), supervision, group, first())) {
          spawned = spawner.spawn("exec", launch.program(), launch.passed());
          started(spawned, launch);
        } finally {
          writing.close();
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Optional<byte[]> read = pipes.read(reading);
        while (read.orElseThrow().length > 0) {
          output.writeBytes(read.orElseThrow());
          read = pipes.read(reading);
        }
        spawned.process().signal(KeeperRows.DRAINED_SIGNAL);
        return new Outcome(output.toString(StandardCharsets.UTF_8), reaped(spawned.process()));
      }
    }

    @Override
    public void close() throws ErrnoException {
      if (first.isPresent()) {
        first.get().signal(SIGKILL);
      }
      while (!Files.exists(paths.exit())) {
        spin();
      }
      stdout.close();
      keeper.signal(KeeperRows.DRAINED_SIGNAL);
      reaped(keeper);
      first.ifPresent(Pidfd::close);
      group.remove();
    }
  }

  /// Once more; a test that waits too long is interrupted.
  private static void spin() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("the test takes too long");
    }
    Thread.onSpinWait();
  }

  private static int reaped(Pidfd process) throws ErrnoException {
    try (process) {
      var code = process.reap();
      while (code.isEmpty()) {
        spin();
        code = process.reap();
      }
      return code.getAsInt();
    }
  }

  /// Reads the report to its end: the command was executed, or a row failed.
  private static int started(Spawned spawned, Launch launch) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Fd report = spawned.report();
        Pipes pipes = new Pipes()) {
      Optional<byte[]> read = pipes.read(report);
      while (read.orElseThrow().length > 0) {
        bytes.writeBytes(read.orElseThrow());
        read = pipes.read(report);
      }
    }
    int pid = 0;
    for (Report report : Report.parse(bytes.toByteArray())) {
      switch (report) {
        case Report.Failed failed -> {
          spawned.process().signal(SIGKILL);
          reaped(spawned.process());
          throw new RowFailed(launch.program().name(failed.row()), failed.errno());
        }
        case Report.Value value -> pid = (int) value.value();
        case Report.Bytes _ -> {}
      }
    }
    return pid;
  }
}
