package io.davit.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answer of `POST /projects/NAME/plan`.
///
/// @param text as `davit plan` prints it
public record PlanBody(String text, boolean empty, List<Action> actions) {
  /// @param after ids of the actions that come before
  /// @param kind `CreateContainer`
  /// @param resource `container shop-web-1`
  /// @param cause `environment.LOG_LEVEL: info → debug`
  /// @param source `compose.yaml:14:7`
  /// @param destructive whether it loses data of the user
  public record Action(
      int id,
      List<Integer> after,
      String kind,
      String resource,
      String cause,
      @Nullable String source,
      boolean destructive) {}
}
