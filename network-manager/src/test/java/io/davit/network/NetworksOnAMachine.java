package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.netns.NetworkNamespace;
import io.davit.network.Networks.Sandbox;
import io.davit.network.SandboxSpec.PortSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of networks share: a machine of their own with one engine's networks, and a look
/// for leftovers at the end.
@Tag("kernel")
abstract class NetworksOnAMachine {
  static final String INSTANCE = "7e57";

  @TempDir Path directory;
  Machine machine;
  BridgeNetworks networks;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine(directory);
    networks = engine();
  }

  final BridgeNetworks engine() throws IOException {
    Path resolvConf = directory.resolve("resolv.conf");
    Files.writeString(resolvConf, "nameserver " + Machine.OUTSIDE + "\n");
    return new BridgeNetworks(
        BridgeSettings.of(INSTANCE, directory)
            .withHost(new NetworkNamespace.Pinned(machine.host()))
            .withResolvConf(resolvConf));
  }

  @AfterEach
  void stopAndLookForLeftovers() throws Exception {
    networks.close();
    networks = engine();
    networks.restore(List.of(), List.of());
    networks.close();
    String rules = machine.host("nft", "list", "ruleset");
    String links = machine.host("ip", "-o", "link");
    machine.close();
    assertThat(rules).isEmpty();
    assertThat(links.lines()).hasSize(2);
    assertThat(Machine.mountsBelow(directory)).isEmpty();
  }

  static String id(String name) {
    return Names.endpointId(name, "test");
  }

  static NetworkSpec network(String name) {
    return new NetworkSpec(
        id(name), name, Optional.empty(), Optional.empty(), Optional.empty(), false, true, true, 0);
  }

  static NetworkSpec internal(String name) {
    return new NetworkSpec(
        id(name), name, Optional.empty(), Optional.empty(), Optional.empty(), true, true, true, 0);
  }

  static EndpointSpec on(NetworkSpec network, String... aliases) {
    return new EndpointSpec(
        network.id(),
        List.of(aliases),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  static SandboxSpec container(String name, List<EndpointSpec> endpoints, PortSpec... ports) {
    return new SandboxSpec(
        id(name), name, id(name).substring(0, 12), endpoints, List.of(ports), List.of());
  }

  static PortSpec port(String address, int host, int container, String protocol) {
    return new PortSpec(address, host, host, container, protocol);
  }

  static String address(Sandbox sandbox) {
    return sandbox.endpoints().getFirst().address();
  }

  /// A server that answers every connection with a text.
  final void serve(Path namespace, int port, String text) throws IOException {
    Path www = Files.createDirectories(directory.resolve("www-" + text));
    Files.writeString(www.resolve("index.html"), text);
    machine.start(
        namespace, "busybox", "httpd", "-f", "-p", String.valueOf(port), "-h", www.toString());
    Awaitility.await().until(() -> fetch(namespace, "127.0.0.1", port).equals(text));
  }

  static String fetch(Path namespace, String address, int port) throws IOException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return Machine.run(
            namespace, "curl", "-s", "-m", "2", "http://" + host + ":" + port + "/index.html")
        .output();
  }

  static boolean pings(Path from, String address) throws IOException {
    return Machine.run(from, "busybox", "ping", "-c", "1", "-W", "1", address).code() == 0;
  }

  static List<String> dig(Path namespace, String... question) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("dig", "@127.0.0.11", "+short", "+time=2", "+tries=1"));
    command.addAll(List.of(question));
    return Machine.in(namespace, command.toArray(String[]::new)).lines().sorted().toList();
  }
}
