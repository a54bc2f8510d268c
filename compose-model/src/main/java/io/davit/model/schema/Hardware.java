package io.davit.model.schema;

import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Locale;

/// What a service asks of the machine and of its runtime (compose-spec 05-services.md#platform,
/// #runtime, #isolation, #device_cgroup_rules, #cpu_rt_period, #mem_swappiness).
final class Hardware {
  private Hardware() {}

  static Shape platform() {
    return new Limited(
        Scalars.parsed(Scalars.string(), Hardware::platformName),
        text ->
            isHere(text)
                ? new Support.Honoured()
                : new Support.WithoutEffect(
                    "an image of this machine's platform is taken, linux/" + architecture()));
  }

  /// `OS[/ARCHITECTURE[/VARIANT]]`; a variable may leave nothing, which is this machine's.
  static String platformName(String text) {
    String[] parts = text.split("/", -1);
    boolean valid = parts.length <= 3;
    for (String part : parts) {
      valid &= !part.isEmpty() && part.chars().allMatch(c -> c > ' ' && c < 127);
    }
    if (valid || text.isEmpty()) {
      return text;
    }
    throw new Malformed(
        "must be a platform, not \"%s\"".formatted(text),
        "write OS/ARCHITECTURE, such as linux/amd64 or linux/arm64/v8");
  }

  private static boolean isHere(String platform) {
    String[] parts = platform.toLowerCase(Locale.ROOT).split("/", -1);
    return platform.isEmpty()
        || (parts[0].equals("linux") && (parts.length == 1 || parts[1].equals(architecture())));
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  static Shape runtime() {
    return new Limited(
        Scalars.string(),
        text ->
            List.of("", "runc", "crun", "io.containerd.runc.v2").contains(text)
                ? new Support.WithoutEffect("Davit runs its containers itself")
                : new Support.NotYet("remove it: Davit runs its containers itself"));
  }

  static Shape isolation() {
    return new Limited(
        Scalars.string(),
        text ->
            text.isEmpty() || text.equals("default")
                ? new Support.Honoured()
                : new Support.WithoutEffect("it is a choice of Windows"));
  }

  /// A rule of the kernel: `c 1:3 mr` (cgroup-v1/devices.rst).
  static Shape deviceRule() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (isDeviceRule(text)) {
            return text;
          }
          throw new Malformed(
              "must be a rule for devices, not \"%s\"".formatted(text),
              "write a, b or c, MAJOR:MINOR, and some of rwm: \"c 1:3 mr\"");
        });
  }

  private static boolean isDeviceRule(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3 || !List.of("a", "b", "c").contains(parts[0])) {
      return false;
    }
    String[] numbers = parts[1].split(":", -1);
    boolean valid = numbers.length == 2 && !parts[2].isEmpty() && parts[2].length() <= 3;
    for (String number : numbers) {
      boolean digits = !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
      valid &= digits || number.equals("*");
    }
    return valid && parts[2].chars().allMatch(c -> "rwm".indexOf(c) >= 0);
  }

  /// Microseconds, or a duration: canonically microseconds.
  static Shape micros() {
    Shape number = Scalars.integer(0, Long.MAX_VALUE);
    return Shape.of(
        Schema.STRING_OR_NUMBER,
        (node, place) -> {
          if (node instanceof Scalar scalar
              && scalar.kind() == Kind.STRING
              && !scalar.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Scalars.duration()
                .canonical(node, place)
                .map(text -> Durations.parse(((Scalar) text).text()))
                .map(duration -> Scalar.integer(duration.toNanos() / 1000, scalar.span()));
          }
          return number.canonical(node, place);
        });
  }

  /// A percentage, canonically a text, as sizes are.
  static Shape swappiness() {
    Shape number = Scalars.integer(0, 100);
    return Scalars.silentAt(
        "0",
        Shape.of(
            Schema.INTEGER,
            (node, place) ->
                number
                    .canonical(node, place)
                    .map(value -> Scalar.string(((Scalar) value).text(), value.span()))));
  }

  /// A number from 0 to 100, with a fraction perhaps.
  static Shape percent() {
    Shape number = Scalars.decimal();
    return Shape.of(
        Schema.NUMBER,
        (node, place) ->
            number
                .canonical(node, place)
                .filter(
                    value -> {
                      boolean fits = Double.parseDouble(((Scalar) value).text()) <= 100;
                      if (!fits) {
                        place.error(
                            "must be at most 100, not " + Place.describe(node),
                            node.span(),
                            "write a percentage from 0 to 100");
                      }
                      return fits;
                    }));
  }
}
