package io.davit.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way to prove who asks, as a `WWW-Authenticate` header offers it (RFC 9110, 11.6.1).
///
/// @param scheme in lower case: `bearer`, `basic`
/// @param parameters by their names in lower case
record Challenge(String scheme, Map<String, String> parameters) {
  private static final String VALUE = "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\",]++))";
  private static final Pattern PARAMETER = Pattern.compile("[\\s,]++([\\w-]++)\\s*+=\\s*+" + VALUE);
  private static final Pattern CHALLENGE =
      Pattern.compile("\\G[\\s,]*+([A-Za-z][\\w-]*+)((?:" + PARAMETER.pattern() + ")*+)");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// All of all headers; what is none is passed over.
  static List<Challenge> of(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      Matcher matcher = CHALLENGE.matcher(header);
      while (matcher.find()) {
        challenges.add(
            new Challenge(matcher.group(1).toLowerCase(Locale.ROOT), parameters(matcher.group(2))));
      }
    }
    return challenges;
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      parameters.putIfAbsent(
          matcher.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return parameters;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
  }
}
