package io.davit.model.schema;

/// A port that is told, not published: `80`, `8080-8085/tcp` (compose-spec 05-services.md#expose).
final class Exposed {
  private Exposed() {}

  static Shape shape() {
    return Scalars.parsed(Scalars.stringOrNumber(), Exposed::check);
  }

  private static String check(String text) {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    int dash = ports.indexOf('-');
    boolean valid =
        dash < 0
            ? isPort(ports)
            : isPort(ports.substring(0, dash)) && isPort(ports.substring(dash + 1));
    if (!valid) {
      throw new Malformed(
          "must be a port of the container, not \"%s\"".formatted(text),
          "write \"80\" or \"8080-8085/udp\"; \"ports\" publishes on the host");
    }
    if (slash >= 0) {
      Ports.protocol(text.substring(slash + 1));
    }
    return text;
  }

  private static boolean isPort(String text) {
    return !text.isEmpty()
        && text.length() < 6
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(text) > 0
        && Integer.parseInt(text) <= 65_535;
  }
}
