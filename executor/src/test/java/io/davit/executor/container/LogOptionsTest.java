package io.davit.executor.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.Json;
import io.davit.problem.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes of logs as Docker takes them (docker/go-units, RAMInBytes).
final class LogOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "100b, 100",
    "512k, 524288",
    "512KB, 524288",
    "10m, 10485760",
    "10mb, 10485760",
    "10MiB, 10485760",
    "1g, 1073741824",
    "1GiB, 1073741824"
  })
  void aSizeHasAUnit(String text, long bytes) {
    assertThat(sized(text).maxBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b", "ib", "0", "-1m", "m", "10t", "10bb"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> sized(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("\"" + text + "\" is no size of a log");
  }

  private static LogOptions sized(String text) {
    return LogOptions.of(
        Json.gson()
            .fromJson(
                "{\"LogConfig\":{\"Config\":{\"max-size\":\"" + text + "\"}}}", HostConfig.class));
  }
}
