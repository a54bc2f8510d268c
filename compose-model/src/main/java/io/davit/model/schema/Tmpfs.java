package io.davit.model.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// `PATH[:size=64m,mode=1777,uid=0,gid=0]` (compose-spec 05-services.md#tmpfs).
///
/// @param sizeBytes empty: half of the memory
public record Tmpfs(String target, OptionalLong sizeBytes, int mode, int uid, int gid) {
  private static final List<String> HONOURED =
      List.of("size", "mode", "uid", "gid", "rw", "nosuid", "nodev", "noexec");
  private static final int STICKY_FOR_ALL = 01777;

  static Shape shape() {
    return new Limited(
        Scalars.parsed(
            Scalars.string(),
            text -> {
              parse(text);
              return text;
            }),
        Tmpfs::support);
  }

  /// Two are the same when their paths are.
  static String key(String text) {
    return text.split(":", -1)[0];
  }

  private static Support support(String text) {
    List<String> others = new ArrayList<>();
    int colon = text.indexOf(':');
    if (colon >= 0) {
      for (String option : text.substring(colon + 1).split(",", -1)) {
        String key = option.split("=", -1)[0];
        if (!HONOURED.contains(key)) {
          others.add(option);
        }
      }
    }
    return others.isEmpty()
        ? new Support.Honoured()
        : new Support.WithoutEffect(
            "of its options, size, mode, uid and gid are heeded, not " + String.join(", ", others));
  }

  /// @throws Malformed for anything else
  public static Tmpfs parse(String text) {
    int colon = text.indexOf(':');
    String target = Mounts.target(colon < 0 ? text : text.substring(0, colon));
    Tmpfs tmpfs = new Tmpfs(target, OptionalLong.empty(), STICKY_FOR_ALL, 0, 0);
    if (colon >= 0) {
      for (String option : text.substring(colon + 1).split(",", -1)) {
        tmpfs = tmpfs.with(option);
      }
    }
    return tmpfs;
  }

  private Tmpfs with(String option) {
    int equals = option.indexOf('=');
    String key = equals < 0 ? option : option.substring(0, equals);
    String value = equals < 0 ? "" : option.substring(equals + 1);
    return switch (key) {
      case "size" -> new Tmpfs(target, OptionalLong.of(size(option, value)), mode, uid, gid);
      case "mode" -> new Tmpfs(target, sizeBytes, number(option, value, 8), uid, gid);
      case "uid" -> new Tmpfs(target, sizeBytes, mode, number(option, value, 10), gid);
      case "gid" -> new Tmpfs(target, sizeBytes, mode, uid, number(option, value, 10));
      default -> this;
    };
  }

  private static long size(String option, String value) {
    try {
      return Sizes.parse(value);
    } catch (Malformed e) {
      throw new Malformed(
          "has the tmpfs option \"%s\", which is no size".formatted(option), e.fix());
    }
  }

  private static int number(String option, String value, int radix) {
    try {
      int number = Integer.parseInt(value, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, as a negative number is.
    }
    throw new Malformed(
        "has the tmpfs option \"%s\", which is no number".formatted(option),
        "write mode=1777, uid=1000 or gid=1000");
  }
}
