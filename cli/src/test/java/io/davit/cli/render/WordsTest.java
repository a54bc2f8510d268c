package io.davit.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ages, sizes and tables in Docker's words.
final class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "0,Less than a second",
    "1,1 second",
    "59,59 seconds",
    "60,About a minute",
    "120,2 minutes",
    "3600,About an hour",
    "7200,2 hours",
    "172800,2 days",
    "1209600,2 weeks",
    "5184000,2 months",
    "63072000,2 years",
  })
  void ages(long seconds, String words) {
    assertThat(Ages.human(seconds)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0B",
    "999,999B",
    "1000,1kB",
    "1234,1.23kB",
    "12345,12.3kB",
    "187000000,187MB",
    "1500000000,1.5GB"
  })
  void sizes(long bytes, String words) {
    assertThat(Ages.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0,0.0s", "5600000000,5.6s", "59940000000,59.9s", "62000000000,1m2s"})
  void durations(long nanos, String words) {
    assertThat(Ages.took(nanos)).isEqualTo(words);
  }

  @Test
  void tables() {
    assertThat(new Table().row("NAME", "ID", "LAST").row("a-long-name", "", "x").text())
        .isEqualTo("NAME          ID        LAST\na-long-name             x\n");
  }
}
