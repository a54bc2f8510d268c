package io.davit.executor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Docker's own command line against the server, where it is installed: what it accepts is Docker's
/// API.
final class DockerCommandTest {
  private static final List<Path> DOCKER =
      List.of(Path.of("/usr/local/bin/docker"), Path.of("/usr/bin/docker"));

  @TempDir Path directory;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(DOCKER.stream().anyMatch(Files::isExecutable), "docker is installed");
    server = new RunningServer(directory);
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private Process begin(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(DOCKER.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", "unix://" + server.socket);
    builder.environment().put("HOME", directory.toString());
    return builder.start();
  }

  private String docker(String... arguments) throws IOException {
    Process process = begin(arguments);
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itTalksToTheEngine() throws IOException {
    assertThat(docker("version"))
        .contains("Server: Davit", "API version: ", "1.51 (minimum version 1.24)");
    assertThat(docker("info")).contains("Storage Driver: overlay", "Swarm: inactive");
    assertThat(docker("images")).contains("app", "latest", "1.23kB");
    assertThat(docker("network", "ls")).contains("bridge", "host", "none");
    assertThat(docker("volume", "ls")).contains("VOLUME NAME");
  }

  @Test
  void itRunsAContainerDetached() throws IOException {
    String id = docker("run", "-d", "--name", "web", "-p", "8080:80", "app", "go").strip();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(docker("ps")).contains("web", "Up ", "0.0.0.0:8080->80/tcp", "\"/app go\"");
    assertThat(docker("inspect", "-f", "{{.State.Status}} {{.Config.Cmd}}", "web"))
        .isEqualTo("running [go]\n");
    assertThat(docker("exec", "web", "echo", "hello")).isEqualTo("echo hello\n");
    assertThat(docker("top", "web")).contains("sleep 60");
    assertThat(docker("stop", "web")).isEqualTo("web\n");
    assertThat(docker("ps", "-a")).contains("Exited (143) ");
    assertThat(docker("rm", "-v", "web")).isEqualTo("web\n");
    assertThat(docker("ps", "-aq")).isEmpty();
  }

  @Test
  void itRunsAContainerToItsEnd() throws Exception {
    Process run = begin("run", "--rm", "-i", "--name", "job", "app");
    await()
        .until(() -> server.engine.runtime.calls().stream().anyMatch(c -> c.startsWith("start")));
    String id = server.containers.inspect("job").id();
    var process = server.engine.runtime.process(id);
    run.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
    run.getOutputStream().close();
    await().until(() -> process.input().equals("question<end>"));
    process.print("answer\n");
    process.end(4, false);
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).isEqualTo("answer\n");
    assertThat(run.waitFor()).isEqualTo(4);
    assertThat(docker("ps", "-aq")).as("it was removed").isEmpty();
  }

  @Test
  void itMakesNetworksAndVolumes() throws IOException {
    assertThat(docker("network", "create", "--subnet", "10.9.0.0/24", "net")).hasSize(65);
    assertThat(docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", "net"))
        .isEqualTo("10.9.0.0/24\n");
    assertThat(docker("volume", "create", "vol")).isEqualTo("vol\n");
    assertThat(docker("run", "-d", "--net", "net", "-v", "vol:/data", "--name", "user", "app"))
        .hasSize(65);
    assertThat(docker("volume", "rm", "vol")).contains("volume is in use");
    assertThat(docker("network", "rm", "net")).contains("has active endpoints");
    assertThat(docker("rm", "-f", "user")).isEqualTo("user\n");
    assertThat(docker("network", "rm", "net")).isEqualTo("net\n");
    assertThat(docker("volume", "rm", "vol")).isEqualTo("vol\n");
  }

  @Test
  void itShowsEvents() throws IOException {
    docker("create", "--name", "web", "app");
    assertThat(docker("events", "--since", "1h", "--until=-1s", "--filter", "type=container"))
        .contains("container create ")
        .contains("name=web");
  }
}
