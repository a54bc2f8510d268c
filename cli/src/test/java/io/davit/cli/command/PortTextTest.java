package io.davit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.davit.cli.engine.Fields;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ports and times as a person writes and reads them.
final class PortTextTest {
  private static String of(String json) {
    return PortText.of(Fields.list(JsonParser.parseString(json)));
  }

  @Test
  void neighboursBecomeRanges() {
    assertThat(
            of(
                """
                [{"IP":"0.0.0.0","PrivatePort":81,"PublicPort":8001,"Type":"tcp"},
                 {"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8000,"Type":"tcp"},
                 {"IP":"0.0.0.0","PrivatePort":82,"PublicPort":9000,"Type":"tcp"},
                 {"PrivatePort":90,"Type":"tcp"},{"PrivatePort":91,"Type":"tcp"},
                 {"PrivatePort":92,"Type":"udp"}]
                """))
        .isEqualTo("90-91/tcp, 0.0.0.0:8000-8001->80-81/tcp, 0.0.0.0:9000->82/tcp, 92/udp");
    assertThat(of("[]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "42m,1795259880.000000000",
    "1h30m,1795257000.000000000",
    "1.5s,1795262398.500000000",
    "2026-11-21T12:00:00Z,1795262400.000000000",
    "2026-11-21T13:00:00.5+01:00,1795262400.500000000",
    "1795262400.25,1795262400.25",
    "'',''",
  })
  void timesAndDurationsBecomeSeconds(String text, String seconds) {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(TimeArgument.parse("--since", text, now)).isEqualTo(seconds);
  }
}
