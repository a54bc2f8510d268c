package io.davit.executor.container;

import java.util.List;
import java.util.Map;
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
}
