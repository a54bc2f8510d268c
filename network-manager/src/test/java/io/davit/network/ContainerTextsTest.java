package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContainerTextsTest {
  private static final Networks.Endpoint ENDPOINT =
      new Networks.Endpoint("e", "n", "eth0", "10.64.0.2", 24, "10.64.0.1", "02:42:0a:40:00:02");

  @Test
  void resolvConfNamesTheEmbeddedServerAndKeepsTheSearchList() {
    assertThat(ResolvConf.embedded(List.of("corp.example"), List.of()))
        .isEqualTo("nameserver 127.0.0.11\nsearch corp.example\noptions ndots:0\n");
    assertThat(ResolvConf.embedded(List.of("."), List.of("ndots:2", "edns0")))
        .isEqualTo("nameserver 127.0.0.11\noptions ndots:2 edns0\n");
    assertThat(ResolvConf.search(List.of("domain a.example", "search b.example c.example", "# x")))
        .containsExactly("b.example", "c.example");
  }

  @Test
  void hostsHoldsLocalhostTheExtraNamesAndTheContainer() {
    assertThat(
            HostsFile.text(
                "web",
                "shop.example",
                List.of(ENDPOINT),
                List.of(
                    Map.entry("db", "192.0.2.9"),
                    Map.entry("host.docker.internal", HostsFile.HOST_GATEWAY)),
                Optional.of("10.64.0.1")))
        .isEqualTo(
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            192.0.2.9\tdb
            10.64.0.1\thost.docker.internal
            10.64.0.2\tweb.shop.example web
            """);
  }

  @Test
  void namesOfLinksFollowFromIdsAndFitTheKernel() {
    Names names = new Names("7e57abcd");
    assertThat(names.bridge("0123456789abcdef")).isEqualTo("dv7e5701234567").hasSizeLessThan(16);
    assertThat(names.veth("fedcba9876543210")).isEqualTo("dh7e57fedcba98");
    assertThat(Names.mac(Cidr.parseAddress("10.5.3.2").orElseThrow()))
        .isEqualTo("02:42:0a:05:03:02");
    assertThat(Names.endpointId("a", "b")).hasSize(64).isNotEqualTo(Names.endpointId("b", "a"));
  }
}
