package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `pid: service:…` and `ipc: service:…`, as the kernel tells it.
@Tag("kernel")
final class SharedNamespacesScenario {
  @Test
  void aDebuggerSeesTheProcessesAndTheMemoryOfItsService() throws IOException {
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: shared
              services:
                app:
                  image: davit/host
                  command: ["bash", "-c", "echo 42 > /dev/shm/answer; exec sleep 1000"]
                  ipc: shareable
                debugger:
                  image: davit/host
                  command: ["sleep", "2000"]
                  pid: service:app
                  ipc: service:app
                alone:
                  image: davit/host
                  command: ["sleep", "3000"]
                  uts: host
                  cgroup: private
              """);
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(engine.mustDavit("-f", file, "exec", "-T", "debugger", "cat", "/dev/shm/answer"))
          .extracting(Engine.Outcome::out)
          .isEqualTo("42\n");
      for (String kind : List.of("pid", "ipc")) {
        assertThat(namespace(engine, "debugger", kind)).isEqualTo(namespace(engine, "app", kind));
        assertThat(namespace(engine, "alone", kind)).isNotEqualTo(namespace(engine, "app", kind));
      }
      assertThat(namespace(engine, "debugger", "uts"))
          .isNotEqualTo(namespace(engine, "app", "uts"));
      assertThat(namespace(engine, "alone", "uts"))
          .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/uts")).toString());
      assertThat(engine.mustDavit("-f", file, "up", "-d").err()).doesNotContain("ecreat");

      // The other container of the service is another one: who joined it comes after it.
      engine.mustDavit("-f", file, "restart", "-t", "0", "app");
      assertThat(namespace(engine, "debugger", "pid")).isEqualTo(namespace(engine, "app", "pid"));
      engine.mustDavit("-f", file, "down", "-t", "0");
    }
  }

  private static String namespace(Engine engine, String service, String kind) throws IOException {
    String pid =
        engine
            .mustDavit(
                "container", "inspect", "--format", "{{.State.Pid}}", "shared-" + service + "-1")
            .out()
            .strip();
    return Files.readSymbolicLink(Path.of("/proc", pid, "ns", kind)).toString();
  }
}
