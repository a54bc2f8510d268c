package io.davit.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.Json;
import io.davit.executor.fake.FakeEngine;
import io.davit.problem.Conflict;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.Unsupported;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.MountSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a create body to what the runtime is told to start.
final class CreationTest {
  @TempDir Path directory;
  private FakeEngine engine;
  private EngineContainers containers;

  @BeforeEach
  void start() {
    engine = new FakeEngine(directory);
    containers = engine.start();
  }

  private ContainerSpec started(String body) {
    String id = containers.create("app-1", Bodies.of(body));
    containers.start(id);
    return engine.runtime.spec(id);
  }

  private ContainerSpec startedWith(String hostConfig) {
    return started("{\"Image\":\"app\",\"HostConfig\":" + hostConfig + "}");
  }

  private void refused(Class<? extends Failure> type, String hostConfig, String what) {
    assertThatThrownBy(() -> containers.create("app-1", Bodies.host(hostConfig)))
        .isInstanceOf(type)
        .hasMessageContaining(what);
    assertThat(containers.list(true, Map.of())).isEmpty();
    assertThat(containers.create("app-1", Bodies.app())).as("the name is free again").isNotEmpty();
  }

  @Test
  void theImageCompletesWhatTheBodyLeavesOut() {
    ContainerSpec spec = started("{\"Image\":\"app\",\"Env\":[\"MODE=test\"],\"Hostname\":\"h\"}");
    assertThat(spec.process().arguments()).containsExactly("/app", "serve");
    assertThat(spec.process().environment())
        .containsExactly("PATH=/bin", "HOSTNAME=h", "MODE=test");
    assertThat(spec.process().workingDirectory()).isEqualTo("/srv");
    assertThat(spec.process().user()).isEqualTo("app");
    assertThat(containers.inspect("app-1").config().labels()).containsEntry("maker", "us");
    assertThat(containers.inspect("app-1").config().exposedPorts()).containsKey("80/tcp");
  }

  @Test
  void whatNobodySaysIsShownAsItIsUsed() {
    containers.create("app-1", Bodies.app());
    var shown = containers.inspect("app-1");
    assertThat(shown.hostConfig())
        .isEqualTo(
            Json.gson()
                .fromJson(
                    """
                    {"NetworkMode":"bridge","RestartPolicy":{"Name":"no"},
                     "LogConfig":{"Type":"json-file","Config":{}},"ShmSize":67108864,
                     "IpcMode":"private","PidMode":"","CgroupnsMode":"private"}""",
                    HostConfig.class));
    assertThat(shown.config().hostname()).isEqualTo(shown.id().substring(0, 12));
  }

  @Test
  void aMemberThatIsNullSaysNothing() {
    containers.create(
        "app-1",
        Bodies.of(
            """
            {"Image":"app","Labels":{"kept":"","none":null},"ExposedPorts":{"81/tcp":null},
             "Volumes":{"/none":null},
             "HostConfig":{"PortBindings":{"80/tcp":null},"Tmpfs":{"/none":null},
              "Sysctls":{"net.none":null},"LogConfig":{"Config":{"max-size":null}}}}"""));
    var shown = containers.inspect("app-1");
    assertThat(shown.config().labels()).containsKey("kept").doesNotContainKey("none");
    assertThat(shown.config().exposedPorts()).doesNotContainKey("81/tcp");
    assertThat(shown.config().volumes()).doesNotContainKey("/none");
    assertThat(shown.hostConfig().portBindings()).isEmpty();
    assertThat(shown.hostConfig().tmpfs()).isEmpty();
    assertThat(shown.hostConfig().sysctls()).isEmpty();
  }

  @Test
  void anEntrypointOfTheBodyDropsTheImagesCommand() {
    assertThat(started("{\"Image\":\"app\",\"Entrypoint\":[\"/other\"]}").process().arguments())
        .containsExactly("/other");
    assertThatThrownBy(
            () ->
                containers.create("app-2", Bodies.of("{\"Image\":\"app\",\"Entrypoint\":[\"\"]}")))
        .hasMessage("no command specified");
  }

  @Test
  void aVariableWithoutAValueTakesADefaultAway() {
    assertThat(started("{\"Image\":\"app\",\"Env\":[\"HOSTNAME\"]}").process().environment())
        .noneMatch(variable -> variable.startsWith("HOSTNAME"));
  }

  @Test
  void aNewVolumeIsSeededFromTheImageAndAnOldOneIsNot() throws IOException {
    ContainerSpec spec = startedWith("{\"Binds\":[\"vol:/data\"]}");
    Path data = engine.root().resolve("volumes/vol/_data");
    assertThat(spec.mounts()).contains(new MountSpec.Bind(data, "/data", false, true, "rprivate"));
    assertThat(data.resolve("seeded")).hasContent("/data");
    Files.writeString(data.resolve("seeded"), "changed");
    containers.create("other", Bodies.host("{\"Binds\":[\"vol:/elsewhere\"]}"));
    assertThat(data.resolve("seeded")).hasContent("changed");
  }

  @Test
  void theImagesVolumeIsAnonymousUnlessSomethingElseIsMountedThere() {
    startedWith("{}");
    assertThat(containers.volumes()).hasSize(1);
    containers.create("mounted", Bodies.host("{\"Tmpfs\":{\"/data\":\"size=1m,mode=700\"}}"));
    assertThat(containers.volumes()).as("no further one").hasSize(1);
  }

  @Test
  void aBindNeedsItsSourceUnlessItMayBeMade() {
    refused(
        InvalidInput.class,
        "{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/no/such\",\"Target\":\"/x\"}]}",
        "bind source path does not exist: /no/such");
    Path made = directory.resolve("made");
    containers.create("app-2", Bodies.host("{\"Binds\":[\"" + made + ":/x:ro\"]}"));
    containers.start("app-2");
    assertThat(made).isDirectory();
  }

  @Test
  void aFileIsWrittenWithItsOwnerAndModeAndBoundReadOnly() throws IOException {
    String id =
        containers.create(
            "app-1",
            Bodies.host(
                "{\"ReadonlyRootfs\":true,\"Mounts\":[{\"Type\":\"file\",\"Target\":\"/run/secrets/s\","
                    + "\"FileOptions\":{\"Content\":\"secret\",\"Mode\":288}}]}"));
    containers.start(id);
    Path file = engine.run().resolve("runs").resolve(id).resolve("files/0");
    assertThat(engine.runtime.spec(id).mounts())
        .contains(new MountSpec.Bind(file, "/run/secrets/s", true, false, "rprivate"));
    assertThat(file).hasContent("secret");
    assertThat((int) (Integer) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0440);
  }

  @Test
  void capabilitiesFollowDockersRules() {
    assertThat(startedWith("{}").security().capabilities())
        .hasSize(14)
        .contains("CHOWN", "NET_RAW", "AUDIT_WRITE")
        .doesNotContain("SYS_ADMIN");
    assertThat(CapabilitySet.of(List.of("NET_ADMIN"), List.of("cap_chown"), false))
        .contains("NET_ADMIN")
        .doesNotContain("CHOWN");
    assertThat(CapabilitySet.of(List.of("SYS_PTRACE"), List.of("ALL"), false))
        .containsExactly("SYS_PTRACE");
    assertThat(CapabilitySet.of(List.of("ALL"), List.of("SYS_ADMIN"), false))
        .hasSize(40)
        .doesNotContain("SYS_ADMIN");
    assertThat(CapabilitySet.of(List.of(), List.of("ALL"), true)).hasSize(41);
  }

  /// It was left away in silence, and the container failed later at what it needed it for.
  @Test
  void aCapabilityThatTheEngineHasNotIsRefusedByName() {
    refused(
        InvalidInput.class,
        "{\"CapAdd\":[\"CAP_SYS_MODULE\"]}",
        "capability \"SYS_MODULE\" cannot be given: the engine itself has not got it");
  }

  @Test
  void limitsAreDockers() {
    var limits =
        startedWith("{\"Memory\":1048576,\"NanoCpus\":500000000,\"PidsLimit\":10}").resources();
    assertThat(limits.memoryBytes()).isEqualTo(1048576);
    assertThat(limits.memorySwapBytes()).as("as much again in swap").isEqualTo(2097152);
    assertThat(limits.nanoCpus()).isEqualTo(500000000);
    assertThat(limits.pids()).isEqualTo(10);
  }

  @Test
  void portsArePublished() {
    startedWith(
        "{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}],\"53/udp\":[{\"HostIp\":\"127.0.0.1\"}]}}");
    assertThat(
            containers
                .inspect("app-1")
                .networkSettings()
                .ports()
                .getOrDefault("80/tcp", List.of())
                .getFirst()
                .hostPort())
        .isEqualTo("8080");
    assertThat(containers.list(false, Map.of()).getFirst().ports())
        .extracting(port -> port.ip() + ":" + port.publicPort() + "->" + port.privatePort())
        .containsExactlyInAnyOrder("0.0.0.0:8080->80", "127.0.0.1:49152->53");
  }

  @Test
  void theHostsNetworkHasNoSandbox() {
    ContainerSpec spec = startedWith("{\"NetworkMode\":\"host\"}");
    assertThat(spec.namespaces().network()).isEmpty();
    assertThat(engine.networks.open()).isEmpty();
  }

  @Test
  void processIdsAndIpcOfAnotherContainerAreSharedWhileThatRunsAndAllowsIt() {
    String closed = containers.create("closed", Bodies.app());
    String open = containers.create("open", Bodies.host("{\"IpcMode\":\"shareable\"}"));
    String id =
        containers.create(
            "app-1",
            Bodies.host("{\"PidMode\":\"container:open\",\"IpcMode\":\"container:open\"}"));
    assertThatThrownBy(() -> containers.start(id))
        .isInstanceOf(Conflict.class)
        .hasMessage("cannot join pid of a non running container: open");
    containers.start(open);
    containers.start(id);
    assertThat(engine.runtime.spec(id).namespaces())
        .returns(new Whose.Container(open), Namespaces::pid)
        .returns(new Whose.Container(open), Namespaces::ipc);
    assertThat(engine.runtime.spec(id).mounts())
        .noneMatch(mount -> mount.target().equals("/dev/shm"));
    containers.start(closed);
    String refused =
        containers.create("another", Bodies.host("{\"IpcMode\":\"container:closed\"}"));
    assertThatThrownBy(() -> containers.start(refused))
        .isInstanceOf(Conflict.class)
        .hasMessage("cannot join ipc of container closed: non-shareable IPC");
  }

  @Test
  void theNetworkOfAnotherContainerIsSharedWhileThatRuns() {
    String gate = containers.create("gate", Bodies.app());
    String shared = "{\"NetworkMode\":\"container:gate\"}";
    String id = containers.create("app-1", Bodies.host(shared));
    assertThatThrownBy(() -> containers.start(id))
        .isInstanceOf(Conflict.class)
        .hasMessage("cannot join network of a non running container: gate");
    containers.start(gate);
    containers.start(id);
    assertThat(engine.runtime.spec(id).namespaces().network())
        .isEqualTo(engine.runtime.spec(gate).namespaces().network())
        .isPresent();
    assertThat(engine.networks.open()).containsExactly(gate);
    assertThatThrownBy(() -> containers.connect("bridge", "app-1", Bodies.endpoint("{}")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("sharing network namespace");
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnythingIsMade() {
    refused(Unsupported.class, "{\"LogConfig\":{\"Type\":\"syslog\"}}", "log driver \"syslog\"");
    containers.remove("app-1", false, false);
    refused(InvalidInput.class, "{\"CapAdd\":[\"FLY\"]}", "invalid capability \"FLY\"");
    containers.remove("app-1", false, false);
    refused(
        InvalidInput.class,
        "{\"RestartPolicy\":{\"Name\":\"sometimes\"}}",
        "unknown policy 'sometimes'");
    containers.remove("app-1", false, false);
    refused(
        InvalidInput.class, "{\"PortBindings\":{\"99999/tcp\":[]}}", "invalid port \"99999/tcp\"");
    containers.remove("app-1", false, false);
    refused(InvalidInput.class, "{\"Binds\":[\"a:/x\",\"b:/x/\"]}", "Duplicate mount point: /x");
  }

  @Test
  void aConnectionComesAndGoesWhileItRuns() {
    startedWith("{}");
    containers.createNetwork(
        new Containers.NetworkConfig(
            "net",
            "",
            false,
            false,
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            Map.of(),
            Map.of()));
    containers.connect("net", "app-1", Bodies.endpoint("{\"Aliases\":[\"db\"]}"));
    assertThat(Bodies.endpoint(containers.inspect("app-1"), "net").dnsNames())
        .contains("app-1", "db");
    assertThatThrownBy(() -> containers.removeNetwork("net"))
        .hasMessageContaining("network net has active endpoints (name:\"app-1\" id:");
    containers.disconnect("net", "app-1", false);
    assertThat(containers.inspect("app-1").networkSettings().networks()).containsOnlyKeys("bridge");
    containers.removeNetwork("net");
  }
}
