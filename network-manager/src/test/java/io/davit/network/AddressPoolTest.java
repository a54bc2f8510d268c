package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AddressPoolTest {
  private static final Cidr SUBNET = Cidr.parse("10.5.3.0/29").orElseThrow();
  private final AddressPool pool = new AddressPool("n", SUBNET, SUBNET, SUBNET.base() + 1);

  private String take(String container) {
    return Cidr.text(pool.take(container, Optional.empty()));
  }

  private void release(String address) {
    pool.release(Cidr.parseAddress(address).orElseThrow());
  }

  @Test
  void addressesAreGivenInOrderWithoutGatewayAndEdges() {
    for (int i = 2; i <= 6; i++) {
      assertThat(take("c" + i)).isEqualTo("10.5.3." + i);
    }
    assertThatThrownBy(() -> take("one-too-many"))
        .isInstanceOf(Conflict.class)
        .hasMessage("network \"n\" has no free address left in 10.5.3.0/29");
  }

  @Test
  void aContainerThatComesBackFindsItsAddressUnlessOthersNeedIt() {
    take("a");
    take("b");
    release("10.5.3.2");
    assertThat(take("c")).isEqualTo("10.5.3.4");
    assertThat(take("a")).isEqualTo("10.5.3.2");
    release("10.5.3.2");
    take("d");
    take("e");
    assertThat(take("f")).isEqualTo("10.5.3.2");
    assertThatThrownBy(() -> take("a")).isInstanceOf(Conflict.class);
  }

  @Test
  void aStaticAddressMustBeFreeAndInside() {
    assertThat(pool.take("a", Optional.of("10.5.3.5"))).isEqualTo(SUBNET.base() + 5);
    assertThatThrownBy(() -> pool.take("b", Optional.of("10.5.3.5")))
        .hasMessage("address 10.5.3.5 is taken by container \"a\"");
    for (String address : new String[] {"10.5.4.2", "10.5.3.1", "10.5.3.7", "nonsense"}) {
      assertThatThrownBy(() -> pool.take("b", Optional.of(address)))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("\"" + address + "\"");
    }
  }

  @Test
  void whatWasNeverUsedIsNotRemembered() {
    pool.giveBack("a", pool.take("a", Optional.empty()));
    assertThat(take("b")).isEqualTo("10.5.3.2");
  }
}
