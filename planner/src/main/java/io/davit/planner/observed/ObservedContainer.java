package io.davit.planner.observed;

import io.davit.model.canonical.Fields;
import io.davit.planner.plan.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A container of a project, as it was at one moment.
///
/// @param name without a leading slash
/// @param labels all of them
/// @param networks names of those that it is connected to, or will be when it starts
/// @param volumes by target, the name of each mounted volume
/// @param declared the declaration that it was made from, where it is known
public record ObservedContainer(
    String id,
    String name,
    Map<String, String> labels,
    State state,
    Health health,
    Set<String> networks,
    Map<String, String> volumes,
    Optional<Fields> declared) {
  public ObservedContainer {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    networks = Collections.unmodifiableSet(new LinkedHashSet<>(networks));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
  }

  public String service() {
    return labels.getOrDefault(Labels.SERVICE, "");
  }

  public int number() {
    try {
      return Integer.parseInt(labels.getOrDefault(Labels.CONTAINER_NUMBER, "1"));
    } catch (NumberFormatException _) {
      return 1;
    }
  }

  public boolean oneOff() {
    return labels.getOrDefault(Labels.ONE_OFF, "False").equals("True");
  }

  public String hash() {
    return labels.getOrDefault(Labels.CONFIG_HASH, "");
  }

  /// Id of the image that it was made from; empty where nobody noted it.
  public String image() {
    return labels.getOrDefault(Labels.IMAGE, "");
  }

  public boolean running() {
    return state instanceof State.Running || state instanceof State.Restarting;
  }

  /// Whether there is a process to be stopped.
  public boolean alive() {
    return running() || state instanceof State.Paused;
  }

  public Target target() {
    return new Target(name, Optional.of(id), service());
  }

  /// Where it is in its life.
  public sealed interface State {
    record Created() implements State {}

    record Running() implements State {}

    record Paused() implements State {}

    /// Between an end and the start that its restart policy asks for.
    record Restarting() implements State {}

    record Exited(int code) implements State {}

    /// What is neither: it is being removed, or could not be.
    record Dead() implements State {}
  }

  /// What its health check says.
  public enum Health {
    /// It has no health check, or does not run.
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }
}
