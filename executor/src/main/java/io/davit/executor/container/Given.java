package io.davit.executor.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a request left out reads as its empty value.
final class Given {
  private Given() {}

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }

  static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  static <V> Map<String, V> map(@Nullable Map<String, V> value) {
    return value == null ? Map.of() : value;
  }

  /// The members of a JSON object that say something: not those that are null.
  static <V> @Nullable Map<String, V> members(@Nullable Map<String, V> value) {
    if (value == null) {
      return null;
    }
    Map<String, V> members = new LinkedHashMap<>(value);
    members.values().removeIf(Objects::isNull);
    return members;
  }
}
