package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChallengeTest {
  @Test
  void aHeaderHoldsOneOrMore() {
    assertThat(
            Challenge.of(
                List.of(
                    "Bearer realm=\"https://auth.example/token\",service=\"registry, x\" , scope=a",
                    "Basic realm=\"a \\\"b\\\"\", BEARER Realm=\"c\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example/token", "service", "registry, x", "scope", "a")),
            new Challenge("basic", Map.of("realm", "a \"b\"")),
            new Challenge("bearer", Map.of("realm", "c")));
  }

  @Test
  void whatIsNoneIsPassedOver() {
    assertThat(Challenge.of(List.of("", "=", "\"", "Negotiate")))
        .containsExactly(new Challenge("negotiate", Map.of()));
  }
}
