package io.davit.executor.server;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the Docker Engine API: `1.MINOR`. Every path is served with and without one.
record ApiVersion(int minor) {
  static final ApiVersion NEWEST = new ApiVersion(51);
  static final ApiVersion OLDEST = new ApiVersion(24);

  private static final Pattern PREFIX = Pattern.compile("/v(\\d+)\\.(\\d+)(/.*)");

  /// A path without its version.
  record Path(ApiVersion version, String path) {}

  /// @throws InvalidInput in Docker's words, for a version out of range
  static Path split(String path) {
    Matcher matcher = PREFIX.matcher(path);
    if (!matcher.matches()) {
      return new Path(NEWEST, path);
    }
    int major = Integer.parseInt(matcher.group(1));
    ApiVersion version = new ApiVersion(Integer.parseInt(matcher.group(2)));
    if (major < 1 || (major == 1 && version.minor < OLDEST.minor)) {
      throw outOfRange(matcher, "old. Minimum supported API version is " + OLDEST);
    }
    if (major > 1 || version.minor > NEWEST.minor) {
      throw outOfRange(matcher, "new. Maximum supported API version is " + NEWEST);
    }
    return new Path(version, matcher.group(3));
  }

  private static InvalidInput outOfRange(Matcher matcher, String why) {
    String asked = matcher.group(1) + "." + matcher.group(2);
    return new InvalidInput(
        "client version " + asked + " is too " + why,
        new Resource("path", matcher.group()),
        "ask for a version from " + OLDEST + " to " + NEWEST);
  }

  boolean atLeast(int otherMinor) {
    return minor >= otherMinor;
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
