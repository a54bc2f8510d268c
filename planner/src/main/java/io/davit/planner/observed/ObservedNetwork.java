package io.davit.planner.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A network of the engine, of whatever project.
public record ObservedNetwork(String name, Map<String, String> labels) {
  public ObservedNetwork {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
