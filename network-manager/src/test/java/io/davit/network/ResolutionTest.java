package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.network.Networks.Network;
import io.davit.network.Networks.Sandbox;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Names of containers, and of everything else, as a container asks for them.
@Tag("kernel")
final class ResolutionTest extends NetworksOnAMachine {
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
}
