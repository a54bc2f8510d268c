package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.network.Subnets.Taken;
import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SubnetsTest {
  private static final Subnets SUBNETS =
      new Subnets(List.of(cidr("10.64.0.0/22"), cidr("172.16.0.0/12")));

  private static Cidr cidr(String text) {
    return Cidr.parse(text).orElseThrow();
  }

  private static Taken route(String block) {
    return new Taken(cidr(block), "a route by 10.0.0.1 on tun0", false);
  }

  private static Taken link(String block) {
    return new Taken(cidr(block), "a route on docker0", true);
  }

  @Test
  void theFirstFreeSubnetIsChosen() {
    assertThat(SUBNETS.choose("n", List.of())).hasToString("10.64.0.0/24");
    assertThat(SUBNETS.choose("n", List.of(link("10.64.0.0/24"), link("10.64.1.128/25"))))
        .hasToString("10.64.2.0/24");
  }

  @Test
  void aRouteThatCoversAPoolSendsUsToTheNext() {
    assertThat(SUBNETS.choose("n", List.of(route("10.0.0.0/8"), link("172.16.0.0/15"))))
        .hasToString("172.18.0.0/24");
  }

  @Test
  void allSubnetsAreDifferentUntilNoneIsLeft() {
    List<Taken> taken = new ArrayList<>(List.of(route("172.16.0.0/12")));
    for (int i = 0; i < 4; i++) {
      taken.add(new Taken(SUBNETS.choose("n", taken), "network", true));
    }
    assertThatThrownBy(() -> SUBNETS.choose("n", taken))
        .isInstanceOf(Conflict.class)
        .hasMessage(
            "no subnet is free for network \"n\": networks and routes of this machine cover"
                + " [10.64.0.0/22, 172.16.0.0/12]");
  }

  @Test
  void aChosenSubnetMayLieInsideAVpnButNotOnAConnectedNetwork() {
    Subnets.check("n", cidr("10.5.3.0/24"), List.of(route("10.0.0.0/8")));
    assertThatThrownBy(
            () -> Subnets.check("n", cidr("172.17.3.0/24"), List.of(link("172.17.0.0/16"))))
        .hasMessage(
            "subnet 172.17.3.0/24 of network \"n\" overlaps a route on docker0 (172.17.0.0/16)");
    assertThatThrownBy(() -> Subnets.check("n", cidr("10.0.0.0/7"), List.of(route("10.0.0.0/8"))))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void theGatewayIsTheFirstAddressUnlessNamed() {
    Cidr subnet = cidr("10.5.3.0/24");
    assertThat(Cidr.text(Subnets.gateway("n", subnet, subnet, Optional.empty())))
        .isEqualTo("10.5.3.1");
    assertThat(Cidr.text(Subnets.gateway("n", subnet, subnet, Optional.of("10.5.3.254"))))
        .isEqualTo("10.5.3.254");
    assertThatThrownBy(() -> Subnets.gateway("n", subnet, subnet, Optional.of("10.5.4.1")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "gateway \"10.5.4.1\" is not an address in subnet 10.5.3.0/24 of network \"n\"");
    assertThatThrownBy(() -> Subnets.gateway("n", subnet, cidr("10.5.0.0/16"), Optional.empty()))
        .hasMessage("ip_range 10.5.0.0/16 is not inside subnet 10.5.3.0/24 of network \"n\"");
    assertThatThrownBy(
            () -> Subnets.gateway("n", cidr("10.5.3.0/31"), cidr("10.5.3.0/31"), Optional.empty()))
        .hasMessageContaining("no room");
  }
}
