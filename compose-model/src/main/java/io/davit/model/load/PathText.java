package io.davit.model.load;

import java.util.ArrayList;
import java.util.List;

/// Paths as people write them: `services.web.ports.0`, `services.web.ports[0].target`.
final class PathText {
  private PathText() {}

  /// Keys with dots of their own come in several segments.
  static List<String> segments(String text) {
    List<String> segments = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      String rest = part;
      int open = rest.indexOf('[');
      while (open >= 0 && rest.endsWith("]")) {
        if (open > 0) {
          segments.add(rest.substring(0, open));
        }
        int close = rest.indexOf(']', open);
        segments.add(rest.substring(open + 1, close));
        rest = rest.substring(close + 1);
        open = rest.indexOf('[');
      }
      if (!rest.isEmpty()) {
        segments.add(rest);
      }
    }
    return segments;
  }
}
