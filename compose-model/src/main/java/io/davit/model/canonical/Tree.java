package io.davit.model.canonical;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds an ordered tree of maps, lists, strings, numbers and booleans. What is empty or a default
/// is left out.
final class Tree {
  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();

  Map<String, @Nullable Object> entries() {
    return entries;
  }

  Tree put(String key, Object value) {
    entries.put(key, value);
    return this;
  }

  Tree putNull(String key) {
    entries.put(key, null);
    return this;
  }

  Tree text(String key, String value) {
    return value.isEmpty() ? this : put(key, value);
  }

  Tree texts(String key, Collection<?> values) {
    return values.isEmpty() ? this : put(key, List.copyOf(values));
  }

  Tree map(String key, Map<String, ?> values) {
    return values.isEmpty() ? this : put(key, values);
  }

  Tree flag(String key, boolean value) {
    return value ? put(key, true) : this;
  }

  Tree number(String key, long value) {
    return value == 0 ? this : put(key, value);
  }

  Tree bytes(String key, long value) {
    return value == 0 ? this : put(key, Long.toString(value));
  }

  Tree duration(String key, Optional<Duration> value) {
    value.ifPresent(duration -> put(key, io.davit.model.schema.Durations.format(duration)));
    return this;
  }

  Tree optional(String key, Optional<?> value) {
    value.ifPresent(present -> put(key, present));
    return this;
  }
}
