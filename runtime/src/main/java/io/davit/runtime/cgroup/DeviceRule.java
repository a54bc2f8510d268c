package io.davit.runtime.cgroup;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;

/// Devices that may be reached (the kernel's cgroup-v1/devices.rst): what no rule allows is denied.
///
/// @param type `a`, `b` or `c`
/// @param major -1: all; likewise minor
/// @param access of `r`, `w` and `m`
public record DeviceRule(char type, int major, int minor, String access) {
  private static final DeviceRule ALL = new DeviceRule('a', -1, -1, "rwm");

  /// Everything: of a privileged container.
  public static DeviceRule all() {
    return ALL;
  }

  /// Parses `c 1:3 mr`, `b *:* m`.
  public static DeviceRule parse(String text) {
    String[] fields = text.strip().split("[ :]+", -1);
    if (fields.length == 4
        && List.of("a", "b", "c").contains(fields[0])
        && !fields[3].isEmpty()
        && fields[3].chars().allMatch(letter -> "rwm".indexOf(letter) >= 0)) {
      try {
        return new DeviceRule(fields[0].charAt(0), number(fields[1]), number(fields[2]), fields[3]);
      } catch (NumberFormatException e) {
        throw invalid(text);
      }
    }
    throw invalid(text);
  }

  /// As version 1 takes it.
  public String text() {
    return type + " " + star(major) + ":" + star(minor) + " " + access;
  }

  private static String star(int number) {
    return number < 0 ? "*" : Integer.toString(number);
  }

  private static int number(String text) {
    return text.equals("*") ? -1 : Integer.parseUnsignedInt(text);
  }

  private static InvalidInput invalid(String text) {
    return new InvalidInput(
        "device rule \"" + text + "\" is not of the form TYPE MAJOR:MINOR ACCESS",
        new Resource("device rule", text),
        "write it as \"c 1:3 rwm\", with type a, b or c and * for all numbers");
  }
}
