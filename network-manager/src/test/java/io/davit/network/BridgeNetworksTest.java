package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.netns.NetworkNamespace;
import io.davit.network.Networks.Network;
import io.davit.network.Networks.Sandbox;
import io.davit.network.SandboxSpec.PortSpec;
import io.davit.problem.Conflict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class BridgeNetworksTest {
  private static final String INSTANCE = "7e57";

  @TempDir Path directory;
  private Machine machine;
  private BridgeNetworks networks;

  @BeforeEach
  void start() throws Exception {
    machine = new Machine(directory);
    networks = engine();
  }

  private BridgeNetworks engine() throws IOException {
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

  private static String id(String name) {
    return Names.endpointId(name, "test");
  }

  private static NetworkSpec network(String name) {
    return new NetworkSpec(
        id(name), name, Optional.empty(), Optional.empty(), Optional.empty(), false, true, true, 0);
  }

  private static NetworkSpec internal(String name) {
    return new NetworkSpec(
        id(name), name, Optional.empty(), Optional.empty(), Optional.empty(), true, true, true, 0);
  }

  private static EndpointSpec on(NetworkSpec network, String... aliases) {
    return new EndpointSpec(
        network.id(), List.of(aliases), Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  private static SandboxSpec container(
      String name, List<EndpointSpec> endpoints, PortSpec... ports) {
    return new SandboxSpec(
        id(name), name, id(name).substring(0, 12), endpoints, List.of(ports), List.of());
  }

  private static PortSpec port(String address, int host, int container, String protocol) {
    return new PortSpec(address, host, host, container, protocol);
  }

  private static String address(Sandbox sandbox) {
    return sandbox.endpoints().getFirst().address();
  }

  /// A server that answers every connection with a text.
  private void serve(Path namespace, int port, String text) throws IOException {
    Path www = Files.createDirectories(directory.resolve("www-" + text));
    Files.writeString(www.resolve("index.html"), text);
    machine.start(
        namespace, "busybox", "httpd", "-f", "-p", String.valueOf(port), "-h", www.toString());
    Awaitility.await().until(() -> fetch(namespace, "127.0.0.1", port).equals(text));
  }

  private static String fetch(Path namespace, String address, int port) throws IOException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return Machine.run(
            namespace, "curl", "-s", "-m", "2", "http://" + host + ":" + port + "/index.html")
        .output();
  }

  private static boolean pings(Path from, String address) throws IOException {
    return Machine.run(from, "busybox", "ping", "-c", "1", "-W", "1", address).code() == 0;
  }

  @Test
  void twoContainersOfANetworkTalkAndFindEachOtherByName() throws Exception {
    NetworkSpec spec = network("shop_default");
    Network network = networks.create(spec);
    Sandbox api = networks.open(container("shop-api-1", List.of(on(spec, "api"))));
    Sandbox web = networks.open(container("shop-web-1", List.of(on(spec, "web"))));
    assertThat(network.subnet()).isEqualTo("10.64.0.0/24");
    assertThat(address(api)).isEqualTo("10.64.0.2");
    assertThat(pings(web.namespace(), address(api))).isTrue();
    assertThat(pings(web.namespace(), network.gateway())).isTrue();
    for (String name :
        List.of(
            "api", "API", "shop-api-1", "api.shop_default", id("shop-api-1").substring(0, 12))) {
      assertThat(dig(web.namespace(), name, "A")).containsExactly(address(api));
    }
    assertThat(dig(web.namespace(), "api", "A", "+tcp")).containsExactly(address(api));
    assertThat(dig(web.namespace(), "-x", address(api)))
        .containsExactly("shop-api-1.shop_default.");
    assertThat(Machine.in(web.namespace(), "dig", "@127.0.0.11", "api", "AAAA"))
        .contains("status: NOERROR", "ANSWER: 0");
    assertThat(Machine.in(web.namespace(), "busybox", "nslookup", "api", "127.0.0.11"))
        .contains("Address: " + address(api));
    assertThat(machine.host("ip", "route")).contains("10.64.0.0/24 dev dv7e57");
  }

  private static List<String> dig(Path namespace, String... question) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("dig", "@127.0.0.11", "+short", "+time=2", "+tries=1"));
    command.addAll(List.of(question));
    return Machine.in(namespace, command.toArray(String[]::new)).lines().sorted().toList();
  }

  @Test
  void allReplicasOfAnAliasAnswerInTurn() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Sandbox one = networks.open(container("api-1", List.of(on(spec, "api"))));
    networks.open(container("api-2", List.of(on(spec, "api"))));
    networks.open(container("api-3", List.of(on(spec, "api"))));
    assertThat(dig(one.namespace(), "api")).containsExactly("10.64.0.2", "10.64.0.3", "10.64.0.4");
    networks.close(id("api-2"));
    assertThat(dig(one.namespace(), "api")).containsExactly("10.64.0.2", "10.64.0.4");
  }

  @Test
  void whatIsNotOursIsAskedOutside() throws Exception {
    NetworkSpec spec = network("n");
    NetworkSpec inside = internal("inside");
    networks.create(spec);
    networks.create(inside);
    Sandbox web = networks.open(container("web", List.of(on(spec))));
    Sandbox closed = networks.open(container("closed", List.of(on(inside))));
    try (var server = new FixedNameServer(machine.outside(), Machine.OUTSIDE, 0)) {
      assertThat(dig(web.namespace(), "example.test")).containsExactly("203.0.113.9");
      assertThat(server.asked).hasValue(1);
    }
    assertThat(Machine.in(web.namespace(), "dig", "@127.0.0.11", "example.test"))
        .contains("status: SERVFAIL");
    assertThat(Machine.in(closed.namespace(), "dig", "@127.0.0.11", "example.test"))
        .contains("status: SERVFAIL");
    assertThat(Machine.in(closed.namespace(), "dig", "@127.0.0.11", "nobody"))
        .contains("status: NXDOMAIN");
  }

  @Test
  void aServerThatFailsIsFollowedByTheNext() throws Exception {
    Files.writeString(
        directory.resolve("resolv.conf"),
        "nameserver %s\nnameserver %s\n".formatted(Machine.OUTSIDE, Machine.ADDRESS));
    NetworkSpec spec = network("n");
    networks.create(spec);
    Sandbox web = networks.open(container("web", List.of(on(spec))));
    try (var failing = new FixedNameServer(machine.outside(), Machine.OUTSIDE, 2);
        var answering = new FixedNameServer(machine.host(), Machine.ADDRESS, 0)) {
      assertThat(dig(web.namespace(), "example.test")).containsExactly("203.0.113.9");
      assertThat(dig(web.namespace(), "example.test", "+tcp")).containsExactly("203.0.113.9");
      assertThat(failing.asked).hasValue(2);
      assertThat(answering.asked).hasValue(2);
    }
  }

  @Test
  void aClientThatKeepsSendingReachesTheNewContainerOfAUdpPort() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    PortSpec published = port("", 5300, 53, "udp");
    Sandbox first = networks.open(container("first", List.of(on(spec)), published));
    try (var client =
        new NetworkNamespace.Pinned(machine.outside()).call(() -> new DatagramSocket())) {
      client.setSoTimeout(2000);
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
        from, "dig", "@" + address, "-p", "5300", "+short", "+time=2", "+tries=1", "example.test");
  }

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

  @Test
  void aRestartedEngineTakesUpWhatStands() throws Exception {
    NetworkSpec spec = network("n");
    NetworkSpec forgotten = network("forgotten");
    Network network = networks.create(spec);
    networks.create(forgotten);
    Sandbox web =
        networks.open(container("web", List.of(on(spec, "www")), port("", 8080, 80, "tcp")));
    Sandbox other = networks.open(container("other", List.of(on(spec))));
    networks.open(container("orphan", List.of(on(spec))));
    serve(web.namespace(), 80, "hello");
    networks.close();
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("hello");

    networks = engine();
    Sandbox gone =
        new Sandbox(
            container("gone", List.of(on(spec))),
            directory.resolve("netns/x"),
            List.of(),
            List.of());
    assertThat(networks.restore(List.of(network), List.of(web, other, gone)))
        .containsExactly(web, other);
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("hello");
    assertThat(fetch(machine.host(), "::1", 8080)).isEqualTo("hello");
    assertThat(dig(other.namespace(), "www")).containsExactly(address(web));
    assertThat(
            Machine.run(other.namespace(), "dig", "@127.0.0.11", "+tcp", "+short", "www").output())
        .isEqualTo(address(web));
    assertThat(machine.host("ip", "-o", "link"))
        .doesNotContain(Names.endpointId("forgotten", "test").substring(0, 8));
    assertThat(directory.resolve("netns").toFile().list()).hasSize(2);
    assertThatThrownBy(
            () -> networks.open(container("thief", List.of(on(spec)), port("", 8080, 80, "tcp"))))
        .hasMessage("port 8080 is taken by container \"web\"");
    networks.close(id("web"));
    networks.close(id("web"));
    networks.close(id("other"));
    networks.remove(spec.id());
  }

  @Test
  void aBridgeThatSomebodyRemovedIsPutBack() throws Exception {
    NetworkSpec spec = network("n");
    Network network = networks.create(spec);
    Sandbox a = networks.open(container("a", List.of(on(spec))));
    Sandbox b = networks.open(container("b", List.of(on(spec))));
    networks.close();
    machine.host("ip", "link", "del", network.bridge());
    machine.host("nft", "flush", "ruleset");
    networks = engine();
    networks.restore(List.of(network), List.of(a, b));
    assertThat(pings(a.namespace(), address(b))).isTrue();
    assertThat(pings(a.namespace(), Machine.OUTSIDE)).isTrue();
  }

  @Test
  void rulesThatSomebodyFlushedComeBackWithTheNextChange() throws Exception {
    NetworkSpec spec = network("n");
    networks.create(spec);
    Sandbox a = networks.open(container("a", List.of(on(spec)), port("", 8080, 80, "tcp")));
    serve(a.namespace(), 80, "a");
    machine.host("nft", "flush", "ruleset");
    networks.open(container("b", List.of(on(spec)), port("", 8081, 80, "tcp")));
    assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("a");
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
