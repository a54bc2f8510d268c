package io.davit.cli.render;

/// Terminal colours (ECMA-48 select graphic rendition), or none.
public record Ansi(boolean enabled) {
  public static final Ansi OFF = new Ansi(false);

  /// Codes for log prefixes in Compose's order: cyan, yellow, green, magenta, blue, then bright.
  private static final String[] CYCLE = {"36", "33", "32", "35", "34"};

  public String red(String text) {
    return paint("31", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String yellow(String text) {
    return paint("33", text);
  }

  public String blue(String text) {
    return paint("34", text);
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String faint(String text) {
    return paint("2", text);
  }

  /// The colour of the n-th container.
  public String cycle(int index, String text) {
    String code = CYCLE[index % CYCLE.length];
    return paint(index / CYCLE.length % 2 == 0 ? code : code + ";1", text);
  }

  private String paint(String code, String text) {
    return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
