package io.davit.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1ns, 1ns",
    "1500us, 1.5ms",
    "500ms, 500ms",
    "1s, 1s",
    "1.5s, 1.5s",
    "90s, 1m30s",
    "2m, 2m0s",
    "1h, 1h0m0s",
    "1h1m1s, 1h1m1s",
    "1d, 24h0m0s",
    "1w2d, 216h0m0s",
    "0.1s, 100ms"
  })
  void durationsAreWrittenAsGoDoes(String text, String canonical) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(canonical);
    assertThat(Durations.parse(canonical)).isEqualTo(Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "s", "1x", "-1s", "1 s", ".s", "1s2", "99999999w"})
  void otherTextsAreNoDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1024, 1024",
    "1b, 1",
    "1k, 1024",
    "1KB, 1024",
    "64m, 67108864",
    "1.5g, 1610612736",
    "2 GB, 2147483648",
    "1t, 1099511627776",
    "1p, 1125899906842624",
    "-1, -1",
    "1MiB, 1048576"
  })
  void sizesCountInPowersOf1024(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "1x", "1 apple", "1..5g", "--1", "1mm", "99999999p", "1e3", "."})
  void otherTextsAreNoSizes(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '→',
      value = {
        "a  'b c' \"d \\\" e\" f\\ g '' → a|b c|d \" e|f g|",
        "sh -c \"echo 'x y'\"          → sh|-c|echo 'x y'",
        "a b\"c\"d\"\"                 → a|bcd",
        "a 'b\\n' \"c\\n\" d\\n         → a|b\\n|cn|dn",
        "a $(date +%s) `date x` b    → a|$(date +%s)|`date x`|b",
        "a \"(b)\" # c               → a|(b)|#|c",
        "a \"$(x \"y z\") k\" m        → a|$(x y|z) k|m"
      })
  void aCommandIsSplitAsDockerComposeDoes(String command, String words) {
    ShellWords split = ShellWords.of(command);
    assertThat(split.words()).isEqualTo(List.of(words.split("\\|", -1)));
    assertThat(split.rest()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '→',
      value = {
        "a | b         → a    → | b",
        "a && b        → a    → && b",
        "a \"x;y\" ; z → a|x;y → ; z",
        "a 2>x         → a    → >x",
        "a x2>y        → a|x2 → >y"
      })
  void aCommandEndsWhereAShellWouldBeginAnother(String command, String words, String rest) {
    ShellWords split = ShellWords.of(command);
    assertThat(split.words()).isEqualTo(List.of(words.split("\\|", -1)));
    assertThat(split.rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "a `b", "a $(b", "a (b)", "a b)", "a\\"})
  void otherCommandsAreNone(String command) {
    assertThatThrownBy(() -> ShellWords.of(command)).isInstanceOf(Malformed.class);
  }

  @Test
  void namesAreInTheOrderOfPeople() {
    assertThat(Stream.of("s10", "s2", "a", "s2a", "B", "s02", "1").sorted(NaturalOrder.INSTANCE))
        .containsExactly("1", "B", "a", "s02", "s2", "s2a", "s10");
  }

  @Test
  void aSuggestionIsNearOrNone() {
    List<String> known = List.of("environment", "env_file", "image", "volumes");
    assertThat(Suggestion.nearest("enviroment", known)).contains("environment");
    assertThat(Suggestion.nearest("iamge", known)).contains("image");
    assertThat(Suggestion.nearest("vol", known)).isEmpty();
    assertThat(Suggestion.nearest("x", List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "1::", "fe80::1%eth0", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8"})
  void addressesOfVersion6(String text) {
    assertThat(Addresses.isIpv6(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "1:2", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9"})
  void otherTextsAreNone(String text) {
    assertThat(Addresses.isAddress(text)).isFalse();
  }
}
