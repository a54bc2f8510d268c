package io.davit.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.Resources;
import io.davit.runtime.Security;
import io.davit.runtime.cgroup.Cgroups;
import io.davit.runtime.log.LogLine;
import io.davit.runtime.log.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A runtime with a busybox root below a temporary directory, and a check that nothing of it stays.
final class Box {
  static final List<String> ENVIRONMENT = List.of("PATH=/bin:/sbin", "A=b");

  final Path directory;
  final Path root;
  final Cgroups cgroups;
  private NamespaceRuntime runtime;

  Box(Path directory) throws IOException, InterruptedException {
    this(directory, "davit-test-" + ProcessHandle.current().pid());
  }

  Box(Path directory, String cgroupParent) throws IOException, InterruptedException {
    this.directory = directory;
    this.root = makeRoot(directory.resolve("root"));
    this.cgroups = Cgroups.detect(cgroupParent);
    this.runtime = engine();
  }

  private NamespaceRuntime engine() {
    return new NamespaceRuntime(
        directory.resolve("run"), cgroups, new PlainPrograms(root), Clock.systemUTC());
  }

  NamespaceRuntime runtime() {
    return runtime;
  }

  /// Lets go of everything, as an engine that ends, and begins anew.
  void restart() {
    runtime.close();
    runtime = engine();
  }

  private static Path makeRoot(Path root) throws IOException, InterruptedException {
    if (Files.exists(root)) {
      return root;
    }
    for (String name : List.of("bin", "dev/pts", "proc", "tmp", "etc")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String name :
        List.of(
            "sh", "cat", "echo", "sleep", "ps", "kill", "stty", "head", "true", "seq", "yes", "tty",
            "test")) {
      Files.createSymbolicLink(root.resolve("bin/" + name), Path.of("busybox"));
    }
    new ProcessBuilder("mknod", "-m", "666", root.resolve("dev/null").toString(), "c", "1", "3")
        .inheritIO()
        .start()
        .waitFor();
    return root;
  }

  static String id(int number) {
    return "%064x".formatted(number);
  }

  static ProcessSpec process(boolean terminal, boolean input, String... command) {
    return new ProcessSpec(
        List.of(command), ENVIRONMENT, "/", "", List.of(), terminal, input, 24, 80, List.of(), 0);
  }

  ContainerSpec spec(int number, ProcessSpec process, boolean init) {
    return new ContainerSpec(
        id(number),
        List.of(),
        false,
        process,
        new Namespaces(Optional.empty(), new Whose.Own(), new Whose.Host(), false, false, "", ""),
        List.of(),
        List.of(),
        Map.of(),
        new Security(
            Set.of(), false, false, Security.Seccomp.UNCONFINED, List.of(), List.of(), List.of()),
        Resources.UNLIMITED,
        init,
        logs(number));
  }

  ContainerSpec shell(int number, String script) {
    return spec(number, process(false, false, "sh", "-c", script), false);
  }

  static ExecSpec exec(String id, ProcessSpec process) {
    return new ExecSpec(id, process, false, true);
  }

  LogSpec logs(int number) {
    return new LogSpec("local", directory.resolve("logs" + number), 1 << 20, 5);
  }

  List<String> log(int number) throws InterruptedException {
    return runtime.logs(id(number), logs(number)).lines(LogQuery.ALL).stream()
        .map(LogLine::text)
        .toList();
  }

  void close() throws IOException {
    for (String id : runtime.present()) {
      if (runtime.recover(id)
          instanceof io.davit.runtime.ContainerRuntime.Recovered.Running(RunningProcess process)) {
        runtime.signal(id, 9);
        process.exit().join();
      }
      runtime.remove(id);
    }
    assertThat(runtime.present()).isEmpty();
    runtime.close();
    cgroups.removeParent();
    assertThat(ProcessHandle.current().children()).as("processes left behind").isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.toString());
  }

  /// A named pipe, `/tmp/NAME` of the containers.
  Path fifo(String name) throws IOException, InterruptedException {
    Path fifo = root.resolve("tmp").resolve(name);
    new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor();
    return fifo;
  }

  /// Keeps what it is told.
  static final class Recorder implements OutputListener {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final CompletableFuture<Optional<ExitStatus>> end = new CompletableFuture<>();

    @Override
    public synchronized void output(Stream stream, byte[] data) {
      (stream == Stream.OUT ? out : err).writeBytes(data);
      notifyAll();
    }

    @Override
    public void end(@Nullable ExitStatus status) {
      end.complete(Optional.ofNullable(status));
    }

    synchronized String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    synchronized void awaitErr(String text) throws InterruptedException {
      while (!err().contains(text)) {
        wait();
      }
    }

    synchronized void awaitOut(String text) throws InterruptedException {
      while (!out().contains(text)) {
        wait();
      }
    }
  }

  static String lines(String... lines) {
    return Arrays.stream(lines).map(line -> line + "\n").collect(Collectors.joining());
  }
}
