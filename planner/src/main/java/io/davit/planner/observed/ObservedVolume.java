package io.davit.planner.observed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A volume of the engine, of whatever project.
public record ObservedVolume(String name, Map<String, String> labels) {
  public ObservedVolume {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
