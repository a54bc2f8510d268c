package io.davit.planner.plan;

import java.util.Optional;

/// The container that an action is about.
///
/// @param name as the user knows it when the plan begins, or will know it when it has ended
/// @param id of one that exists already; without it, the name finds the one that the plan creates
/// @param service its service
public record Target(String name, Optional<String> id, String service) {
  /// What the engine finds it by. An id holds while names change hands in a recreation.
  public String reference() {
    return id.orElse(name);
  }
}
