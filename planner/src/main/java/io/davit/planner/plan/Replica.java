package io.davit.planner.plan;

import io.davit.model.Service;
import java.util.Optional;

/// A container that shall exist: the n-th of its service, or a one-off of `run`.
///
/// @param number from 1; a one-off's is 1
/// @param name its final one
/// @param hash of the declaration that it is made from
/// @param slug of a one-off, in its name and label
public record Replica(
    Service service, int number, String name, String hash, Optional<String> slug) {
  public boolean oneOff() {
    return slug.isPresent();
  }

  public Target target() {
    return new Target(name, Optional.empty(), service.name());
  }
}
