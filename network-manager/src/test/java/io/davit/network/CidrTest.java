package io.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CidrTest {
  @Test
  void hostBitsAreDropped() {
    assertThat(Cidr.parse("10.5.3.77/24")).hasToString("Optional[10.5.3.0/24]");
    assertThat(Cidr.parse("0.0.0.0/0").orElseThrow().size()).isEqualTo(1L << 32);
  }

  @Test
  void otherTextsAreNoBlocks() {
    for (String text :
        List.of(
            "",
            "10.5.3.0",
            "10.5.3.0/33",
            "10.5.3.0/",
            "10.5.3.0/024",
            "10.5.3.0/-1",
            "10.5.3.256/24",
            "10.5.3/24",
            "10.5.3./24",
            "10.5.3.0.1/24",
            "10.5.3.0001/24",
            "10.+5.3.0/24",
            "10.٥.3.0/24",
            "a.b.c.d/8",
            "::/0")) {
      assertThat(Cidr.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void blocksOverlapWhenOneHoldsTheOther() {
    Cidr wide = Cidr.parse("10.0.0.0/8").orElseThrow();
    Cidr narrow = Cidr.parse("10.255.255.0/24").orElseThrow();
    Cidr high = Cidr.parse("192.168.0.0/16").orElseThrow();
    assertThat(wide.overlaps(narrow)).isTrue();
    assertThat(narrow.overlaps(wide)).isTrue();
    assertThat(wide.contains(narrow)).isTrue();
    assertThat(narrow.contains(wide)).isFalse();
    assertThat(high.overlaps(wide)).isFalse();
    assertThat(Cidr.text(high.last())).isEqualTo("192.168.255.255");
  }
}
