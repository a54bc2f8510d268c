package io.davit.executor.container;

import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Makes ids of 64 hexadecimal digits, and names for containers whose maker gave none.
final class Ids {
  private static final int BYTES = 32;
  private static final int SHORT_DIGITS = 12;
  private static final List<String> KINDS =
      List.of(
          "amber", "bold", "brisk", "calm", "clear", "deft", "eager", "fair", "fleet", "fresh",
          "keen", "kind", "light", "merry", "neat", "noble", "proud", "quick", "quiet", "ready",
          "sharp", "smart", "solid", "spry", "steady", "swift", "tidy", "true", "warm", "wise");
  private static final List<String> VESSELS =
      List.of(
          "barge",
          "brig",
          "canoe",
          "clipper",
          "cog",
          "coracle",
          "cutter",
          "dhow",
          "dinghy",
          "dory",
          "ferry",
          "frigate",
          "galley",
          "gig",
          "hoy",
          "jolly",
          "junk",
          "kayak",
          "ketch",
          "launch",
          "lugger",
          "pinnace",
          "pram",
          "punt",
          "raft",
          "schooner",
          "skiff",
          "sloop",
          "tender",
          "trawler",
          "tug",
          "whaler",
          "wherry",
          "yawl");

  private final RandomGenerator random;

  /// @param random a source that cannot be guessed: anonymous volumes take their names from here
  Ids(RandomGenerator random) {
    this.random = random;
  }

  synchronized String next() {
    byte[] bytes = new byte[BYTES];
    String id;
    do {
      random.nextBytes(bytes);
      id = HexFormat.of().formatHex(bytes);
      // An id of digits alone could be taken for a number by hostname tools, as Docker notes.
    } while (id.substring(0, 12).chars().allMatch(Character::isDigit));
    return id;
  }

  /// Endless: `swift_ketch`, later with a number.
  Iterable<String> names() {
    return () ->
        Stream.iterate(0, attempt -> attempt + 1)
            .map(attempt -> name() + (attempt < 10 ? "" : "_" + attempt))
            .iterator();
  }

  private synchronized String name() {
    return KINDS.get(random.nextInt(KINDS.size()))
        + "_"
        + VESSELS.get(random.nextInt(VESSELS.size()));
  }

  /// The form of an id that is a hostname and a name on networks.
  static String shortened(String id) {
    return id.substring(0, SHORT_DIGITS);
  }
}
