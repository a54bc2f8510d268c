package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.netns.NetworkNamespace;
import io.davit.network.Networks.Sandbox;
import io.davit.network.SandboxSpec.PortSpec;
import io.davit.problem.Conflict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ports of the machine that lead to containers, and who reaches them.
@Tag("kernel")
final class PublishedPortsTest extends NetworksOnAMachine {
  @Test
  void aPublishedPortIsReachedFromEverywhere() throws Exception {
    NetworkSpec spec = network("n");
    NetworkSpec second = network("second");
    networks.create(spec);
    networks.create(second);
    Sandbox web = networks.open(container("web", List.of(on(spec)), port("", 8080, 80, "tcp")));
    Sandbox neighbour = networks.open(container("neighbour", List.of(on(spec))));
    Sandbox stranger = networks.open(container("stranger", List.of(on(second))));
    serve(web.namespace(), 80, "hello");
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(machine.host(), "127.0.0.1", 8080)).isEqualTo("hello");
    assertThat(fetch(machine.host(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(machine.host(), "::1", 8080)).isEqualTo("hello");
    assertThat(fetch(neighbour.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(neighbour.namespace(), "10.64.0.1", 8080)).isEqualTo("hello");
    assertThat(fetch(stranger.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(web.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    networks.close(id("web"));
    assertThat(fetch(machine.host(), "127.0.0.1", 8080)).isEmpty();
  }

  @Test
  void aPortPublishedOnLocalhostIsReachedFromThereOnly() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Sandbox web =
        networks.open(container("web", List.of(on(spec)), port("127.0.0.1", 8080, 80, "tcp")));
    serve(web.namespace(), 80, "local");
    assertThat(fetch(machine.host(), "127.0.0.1", 8080)).isEqualTo("local");
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEmpty();
    machineRoute(machine.outside(), "127.0.0.1");
    assertThat(fetch(machine.outside(), "127.0.0.1", 8080)).isEmpty();
    assertThat(web.ports())
        .containsExactly(new Networks.PublishedPort("127.0.0.1", 8080, 80, "tcp"));
  }

  /// A malicious neighbour: sends packets for an address to the machine, also one of 127/8.
  private static void machineRoute(Path namespace, String address) throws IOException {
    Machine.in(namespace, "sysctl", "-qw", "net.ipv4.conf.eth0.route_localnet=1");
    Machine.in(namespace, "ip", "route", "add", address, "via", Machine.ADDRESS, "table", "9");
    Machine.in(namespace, "ip", "rule", "add", "pref", "0", "lookup", "9");
    Machine.run(namespace, "ip", "rule", "del", "lookup", "local");
    Machine.in(namespace, "ip", "rule", "add", "pref", "10", "lookup", "local");
  }

  @Test
  void udpPortsArePublishedToo() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Sandbox web = networks.open(container("dns", List.of(on(spec)), port("", 5300, 53, "udp")));
    try (var server = new FixedNameServer(web.namespace(), "0.0.0.0", 0)) {
      for (Path from : List.of(machine.outside(), machine.host())) {
        assertThat(askPort5300(from, Machine.ADDRESS)).isEqualTo("203.0.113.9");
      }
      assertThat(askPort5300(machine.host(), "127.0.0.1")).isEqualTo("203.0.113.9");
      assertThat(server.asked).hasValue(3);
    }
  }

  private static String askPort5300(Path from, String address) throws IOException {
    return Machine.in(
        from, "dig", "@" + address, "-p", "5300", "+short", "+time=60", "+tries=1", "example.test");
  }

  @Test
  void aClientThatKeepsSendingReachesTheNewContainerOfAUdpPort() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    PortSpec published = port("", 5300, 53, "udp");
    Sandbox first = networks.open(container("first", List.of(on(spec)), published));
    try (var client =
        new NetworkNamespace.Pinned(machine.outside()).call(() -> new DatagramSocket())) {
      client.setSoTimeout(60_000);
      client.connect(InetAddress.getByName(Machine.ADDRESS), 5300);
      byte[] question = HexFormat.of().parseHex("123401000001000000000000" + "0161000001" + "0001");
      try (var server = new FixedNameServer(first.namespace(), "0.0.0.0", 0)) {
        client.send(new DatagramPacket(question, question.length));
        client.receive(new DatagramPacket(new byte[512], 512));
        assertThat(server.asked).hasValue(1);
      }
      networks.close(id("first"));
      Sandbox second = networks.open(container("second", List.of(on(spec)), published));
      assertThat(address(second)).isNotEqualTo(address(first));
      try (var server = new FixedNameServer(second.namespace(), "0.0.0.0", 0)) {
        client.send(new DatagramPacket(question, question.length));
        client.receive(new DatagramPacket(new byte[512], 512));
        assertThat(server.asked).hasValue(1);
      }
    }
  }

  @Test
  void aPortInUseNamesItsHolder() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Process holder =
        machine.start(machine.host(), "busybox", "httpd", "-f", "-p", "8081", "-h", "/");
    networks.open(container("first", List.of(on(spec)), port("", 8080, 80, "tcp")));
    Awaitility.await().until(() -> machine.host("ss", "-ltn").contains(":8081"));
    assertThatThrownBy(
            () ->
                networks.open(
                    container("second", List.of(on(spec)), port("127.0.0.1", 8080, 80, "tcp"))))
        .isInstanceOf(Conflict.class)
        .hasMessage("port 8080 is taken by container \"first\"");
    assertThatThrownBy(
            () -> networks.open(container("third", List.of(on(spec)), port("", 8081, 80, "tcp"))))
        .hasMessage("port 8081 is taken by busybox, pid " + holder.pid());
    Sandbox ranged =
        networks.open(
            container("ranged", List.of(on(spec)), new PortSpec("", 8080, 8089, 80, "tcp")));
    assertThat(ranged.ports().getFirst().hostPort()).isEqualTo(8082);
    Sandbox any =
        networks.open(container("any", List.of(on(spec)), new PortSpec("", 0, 0, 80, "tcp")));
    assertThat(any.ports().getFirst().hostPort()).isGreaterThan(1024);
    // What failed holds nothing: the third address is the next one.
    assertThat(address(ranged)).isEqualTo("10.64.0.3");
  }
}
