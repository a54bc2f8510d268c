package io.davit.problem;

/// A named thing that Davit keeps.
///
/// @param kind the field's word: `service`, `container`, `network`, `volume`, `image`, `project`,
///   `port`, `path`
/// @param name as the user knows it
public record Resource(String kind, String name) implements Where {
  @Override
  public String describe() {
    return kind + " \"" + name + "\"";
  }
}
