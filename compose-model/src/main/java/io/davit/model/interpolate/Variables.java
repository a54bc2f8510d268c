package io.davit.model.interpolate;

import java.util.Map;
import java.util.Optional;

/// What names stand for.
@FunctionalInterface
public interface Variables {
  /// The value; empty when the variable is not set, which an empty value is not.
  Optional<String> get(String name);

  static Variables of(Map<String, String> values) {
    return name -> Optional.ofNullable(values.get(name));
  }

  /// These first, then the others.
  default Variables or(Variables others) {
    return name -> get(name).or(() -> others.get(name));
  }
}
