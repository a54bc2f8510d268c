package io.davit.kernel.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KernelStringTest {
  @Test
  void aNameOfTextIsThatText() {
    assertThat(KernelString.decode("größe 日本 🚢".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("größe 日本 🚢");
    assertThat(KernelString.encode("größe 🚢"))
        .isEqualTo("größe 🚢".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyNameSurvivesARoundTrip() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] name = new byte[random.nextInt(20)];
      for (int at = 0; at < name.length; at++) {
        name[at] = (byte) (1 + random.nextInt(255));
      }
      assertThat(KernelString.encode(KernelString.decode(name)))
          .as("seed %d", seed)
          .isEqualTo(name);
    }
  }

  @Test
  void nulEndsNoName() {
    assertThatThrownBy(() -> KernelString.encode("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
