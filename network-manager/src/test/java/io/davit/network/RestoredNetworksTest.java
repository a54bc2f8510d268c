package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.network.Networks.Network;
import io.davit.network.Networks.Sandbox;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What stands when an engine begins, and what somebody else removed.
@Tag("kernel")
final class RestoredNetworksTest extends NetworksOnAMachine {
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

  /// A reloaded firewall (`nft flush ruleset`) cut off published ports, and opened networks to each
  /// other, until the next change. That rules alone were gone (`nft flush table`) nobody noticed.
  @Test
  void rulesThatSomebodyFlushedArePutBack() throws Exception {
    NetworkSpec spec = network("n");
    NetworkSpec second = network("second");
    networks.create(spec);
    networks.create(second);
    Sandbox web = networks.open(container("web", List.of(on(spec)), port("", 8080, 80, "tcp")));
    Sandbox stranger = networks.open(container("stranger", List.of(on(second))));
    serve(web.namespace(), 80, "hello");
    String before = machine.host("nft", "list", "ruleset");
    String table = "ip davit-" + INSTANCE;
    for (String flush :
        List.of(
            "flush ruleset",
            "delete table " + table,
            "flush table " + table,
            "flush chain " + table + " forward")) {
      machine.host("nft", flush);
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(machine.host("nft", "list", "ruleset")).isEqualTo(before));
      assertThat(fetch(machine.outside(), Machine.ADDRESS, 8080)).isEqualTo("hello");
      assertThat(fetch(stranger.namespace(), address(web), 80)).isEmpty();
    }
    networks.close(id("web"));
    networks.close(id("stranger"));
    networks.remove(spec.id());
    networks.remove(second.id());
    assertThat(machine.host("nft", "list", "ruleset")).isEmpty();
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

  /// It was killed after the bridge had been set apart to be removed; the next engine took it up
  /// again, and then removed it together with the first link that went.
  @Test
  void aBridgeWhoseRemovalHadBegunIsMadeAnew() throws Exception {
    NetworkSpec spec = network("n");
    NetworkSpec other = network("other");
    Network network = networks.create(spec);
    Network second = networks.create(other);
    Sandbox a = networks.open(container("a", List.of(on(spec))));
    networks.close();
    String group = String.valueOf(LinkRemoval.group(INSTANCE));
    machine.host("ip", "link", "set", "dev", network.bridge(), "down", "group", group);
    networks = engine();
    networks.restore(List.of(network, second), List.of(a));
    networks.remove(other.id());
    Sandbox b = networks.open(container("b", List.of(on(spec))));
    assertThat(pings(a.namespace(), address(b))).isTrue();
  }
}
