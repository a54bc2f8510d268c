package io.davit.model.load;

import java.util.List;
import java.util.Random;

/// Texts with variables, made at random. Everything in them is well formed.
final class Templates {
  private static final List<String> NAMES = List.of("A", "B", "EMPTY", "UNSET", "_x1");
  private static final List<String> LITERALS =
      List.of("x", "a-b", " ", ".", ":", "$$", "1", "/", "é", "=", "%", "$.", "$1");
  private static final List<String> OPERATORS = List.of("-", ":-", "+", ":+");

  private Templates() {}

  static String random(Random random, int depth) {
    StringBuilder text = new StringBuilder("t");
    int parts = 1 + random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      text.append(part(random, depth));
    }
    return text.append('e').toString();
  }

  private static String part(Random random, int depth) {
    String name = pick(random, NAMES);
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> pick(random, LITERALS);
      case 1 -> "$" + name + ".";
      case 2 -> "${" + name + "}";
      default -> "${" + name + pick(random, OPERATORS) + random(random, depth - 1) + "}";
    };
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
