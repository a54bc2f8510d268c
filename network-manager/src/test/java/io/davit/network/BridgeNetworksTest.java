package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.network.Networks.Network;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.Conflict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Networks and endpoints as containers, the machine and a computer outside see them.
@Tag("kernel")
final class BridgeNetworksTest extends NetworksOnAMachine {
  @Test
  void networksAreApartAndOnlyPublishedPortsLeadIn() throws Exception {
    NetworkSpec first = network("first");
    NetworkSpec second = network("second");
    NetworkSpec inside = internal("inside");
    networks.create(first);
    networks.create(second);
    networks.create(inside);
    Sandbox a = networks.open(container("a", List.of(on(first)), port("", 8080, 80, "tcp")));
    Sandbox b = networks.open(container("b", List.of(on(second))));
    Sandbox c = networks.open(container("c", List.of(on(inside))));
    Sandbox d = networks.open(container("d", List.of(on(inside))));
    serve(a.namespace(), 80, "a");
    serve(d.namespace(), 80, "d");
    assertThat(pings(a.namespace(), Machine.OUTSIDE)).isTrue();
    assertThat(pings(a.namespace(), address(b))).isFalse();
    assertThat(fetch(b.namespace(), address(a), 80)).isEmpty();
    assertThat(pings(c.namespace(), address(d))).isTrue();
    assertThat(Machine.in(c.namespace(), "ip", "route")).doesNotContain("default");
    // Even with a route of its own, a container of an internal network gets nowhere.
    Machine.in(
        c.namespace(), "ip", "route", "add", "default", "via", c.endpoints().getFirst().gateway());
    assertThat(pings(c.namespace(), Machine.OUTSIDE)).isFalse();
    assertThat(fetch(c.namespace(), Machine.ADDRESS, 8080)).isEmpty();
    Machine.in(machine.outside(), "ip", "route", "add", "10.64.0.0/16", "via", Machine.ADDRESS);
    assertThat(fetch(machine.outside(), address(a), 80)).isEmpty();
    assertThat(fetch(machine.outside(), address(d), 80)).isEmpty();
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("a");
  }

  @Test
  void withoutInterContainerTrafficOnlyPublishedPortsAreReached() throws Exception {
    NetworkSpec spec =
        new NetworkSpec(
            id("n"),
            "n",
            Optional.of("10.9.8.0/24"),
            Optional.of("10.9.8.128/25"),
            Optional.of("10.9.8.200"),
            false,
            false,
            true,
            1400);
    Network network = networks.create(spec);
    Sandbox a = networks.open(container("a", List.of(on(spec)), port("", 8080, 80, "tcp")));
    Sandbox b = networks.open(container("b", List.of(on(spec))));
    serve(a.namespace(), 80, "a");
    assertThat(network.gateway()).isEqualTo("10.9.8.200");
    assertThat(address(a)).isEqualTo("10.9.8.128");
    assertThat(Machine.in(a.namespace(), "ip", "link", "show", "eth0")).contains("mtu 1400");
    assertThat(fetch(b.namespace(), address(a), 80)).isEmpty();
    assertThat(fetch(b.namespace(), Machine.ADDRESS, 8080)).isEqualTo("a");
    assertThat(pings(b.namespace(), Machine.OUTSIDE)).isTrue();
  }

  @Test
  void endpointsComeAndGo() throws Exception {
    NetworkSpec inside = internal("inside");
    NetworkSpec spec = network("n");
    networks.create(inside);
    networks.create(spec);
    Sandbox a = networks.open(container("a", List.of(on(inside)), port("", 8080, 80, "tcp")));
    Sandbox b = networks.open(container("b", List.of(on(spec))));
    serve(a.namespace(), 80, "a");
    assertThat(a.ports()).isEmpty();
    assertThat(pings(a.namespace(), Machine.OUTSIDE)).isFalse();
    Sandbox connected = networks.connect(id("a"), on(spec, "late"));
    assertThat(connected.endpoints()).hasSize(2);
    assertThat(connected.ports()).hasSize(1);
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("a");
    assertThat(pings(a.namespace(), Machine.OUTSIDE)).isTrue();
    assertThat(dig(b.namespace(), "late"))
        .containsExactly(connected.endpoints().getLast().address());
    assertThatThrownBy(() -> networks.remove(spec.id()))
        .hasMessage("network \"n\" is in use by b, a");
    assertThat(networks.disconnect(id("a"), spec.id()).endpoints()).hasSize(1);
    networks.disconnect(id("a"), spec.id());
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEmpty();
    assertThat(pings(a.namespace(), Machine.OUTSIDE)).isFalse();
  }

  @Test
  void aContainerWithoutNetworksHasOnlyItsLoopback() throws Exception {
    Sandbox alone = networks.open(container("alone", List.of()));
    assertThat(pings(alone.namespace(), "127.0.0.1")).isTrue();
    assertThat(Machine.in(alone.namespace(), "ip", "-o", "link").lines()).hasSize(1);
    networks.close(id("alone"));
  }

  /// A port that does not forward yet loses a container's first packet, and a second with it.
  @Test
  void anOpenSandboxCanSendAtOnce() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Names names = new Names(INSTANCE);
    for (int i = 0; i < 10; i++) {
      Sandbox sandbox = networks.open(container("c" + i, List.of(on(spec))));
      String veth = names.veth(sandbox.endpoints().getFirst().endpointId());
      assertThat(machine.host("ip", "-d", "link", "show", "dev", veth))
          .contains("state UP", "bridge_slave state forwarding");
    }
  }

  @Test
  void manySandboxesOpenAndCloseSideBySide() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    List<Callable<Sandbox>> openings = new ArrayList<>();
    List<Callable<Boolean>> closings = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      SandboxSpec container = container("c" + i, List.of(on(spec, "all")), port("", 0, 80, "tcp"));
      openings.add(() -> networks.open(container));
      closings.add(
          () -> {
            networks.close(container.id());
            return true;
          });
    }
    Set<String> addresses = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Sandbox> opened : threads.invokeAll(openings)) {
        addresses.add(address(opened.get()));
      }
      assertThat(addresses).hasSize(30);
      assertThat(dig(directory.resolve("netns").resolve(id("c7")), "all"))
          .containsExactlyInAnyOrderElementsOf(addresses);
      // The same containers start again at once: their links are still being removed.
      threads.invokeAll(closings);
      for (Future<Sandbox> opened : threads.invokeAll(openings)) {
        assertThat(addresses).contains(address(opened.get()));
      }
      for (Future<Boolean> closed : threads.invokeAll(closings)) {
        assertThat(closed.get()).isTrue();
      }
    }
    networks.remove(spec.id());
    assertThat(machine.host("ip", "-o", "link").lines()).hasSize(2);
    assertThat(machine.host("nft", "list", "ruleset")).isEmpty();
  }

  @Test
  void aContainerThatComesBackGetsItsAddressAgain() {
    NetworkSpec spec = network("n");
    networks.create(spec);
    networks.open(container("a", List.of(on(spec))));
    networks.open(container("b", List.of(on(spec))));
    networks.close(id("a"));
    assertThat(address(networks.open(container("c", List.of(on(spec)))))).isEqualTo("10.64.0.4");
    assertThat(address(networks.open(container("a", List.of(on(spec)))))).isEqualTo("10.64.0.2");
  }

  /// As Docker and ufw leave a machine: forwarded packets are dropped, with br_netfilter also those
  /// that only cross a bridge.
  @Test
  void whereForwardedPacketsAreDroppedOursPassAndTheRulesOfOthersStay() throws Exception {
    machine.host("iptables", "-P", "FORWARD", "DROP");
    machine.host("iptables", "-A", "FORWARD", "-i", "elsewhere0", "-j", "ACCEPT");
    String before = machine.host("iptables", "-S");
    Machine.run(machine.host(), "sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=1");
    NetworkSpec spec = network("n");
    NetworkSpec second = network("second");
    networks.create(spec);
    networks.create(second);
    Sandbox web = networks.open(container("web", List.of(on(spec)), port("", 8080, 80, "tcp")));
    Sandbox neighbour = networks.open(container("neighbour", List.of(on(spec))));
    Sandbox stranger = networks.open(container("stranger", List.of(on(second))));
    serve(web.namespace(), 80, "hello");
    assertThat(pings(neighbour.namespace(), address(web))).isTrue();
    assertThat(pings(web.namespace(), Machine.OUTSIDE)).isTrue();
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(machine.host(), "127.0.0.1", 8080)).isEqualTo("hello");
    assertThat(fetch(neighbour.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(web.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(stranger.namespace(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(pings(stranger.namespace(), address(web))).isFalse();
    for (String name : List.of("web", "neighbour", "stranger")) {
      networks.close(id(name));
    }
    networks.remove(spec.id());
    networks.remove(second.id());
    assertThat(machine.host("iptables", "-S")).isEqualTo(before);
    machine.host("nft", "delete", "table", "ip", "filter");
  }

  @Test
  void aSubnetThatIsTakenNamesByWhom() {
    networks.create(network("first"));
    assertThatThrownBy(() -> networks.create(withSubnet("second", "10.64.0.0/16")))
        .isInstanceOf(Conflict.class)
        .hasMessage(
            "subnet 10.64.0.0/16 of network \"second\" overlaps network \"first\" (10.64.0.0/24)");
    assertThatThrownBy(() -> networks.create(withSubnet("second", "192.0.2.128/25")))
        .hasMessage(
            "subnet 192.0.2.128/25 of network \"second\" overlaps a route on up0 (192.0.2.0/24)");
  }

  private static NetworkSpec withSubnet(String name, String subnet) {
    return new NetworkSpec(
        id(name),
        name,
        Optional.of(subnet),
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        true,
        0);
  }
}
