package io.davit.executor.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of routes. A pattern is a path in which `{name}` stands for one segment and `{name*}`
/// for one or more: image names have slashes.
final class Router {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)(\\*?)\\}");

  private final List<Route> routes = new ArrayList<>();

  /// Answers one request, on a virtual thread. What it throws becomes an error's body.
  @FunctionalInterface
  interface Handler {
    void answer(Exchange exchange) throws Exception;
  }

  /// @param streamedBody whether the handler reads the body as it arrives; else it is there whole
  record Match(Handler handler, boolean streamedBody, Map<String, String> variables) {}

  void get(String path, Handler handler) {
    add("GET", path, false, handler);
  }

  void head(String path, Handler handler) {
    add("HEAD", path, false, handler);
  }

  void post(String path, Handler handler) {
    add("POST", path, false, handler);
  }

  void delete(String path, Handler handler) {
    add("DELETE", path, false, handler);
  }

  /// A POST whose body is an archive.
  void upload(String path, Handler handler) {
    add("POST", path, true, handler);
  }

  private void add(String method, String path, boolean streamedBody, Handler handler) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher variable = VARIABLE.matcher(path);
    int from = 0;
    while (variable.find()) {
      regex.append(Pattern.quote(path.substring(from, variable.start())));
      regex.append(variable.group(2).isEmpty() ? "([^/]+)" : "(.+)");
      names.add(variable.group(1));
      from = variable.end();
    }
    regex.append(Pattern.quote(path.substring(from)));
    routes.add(
        new Route(
            method, Pattern.compile(regex.toString()), List.copyOf(names), streamedBody, handler));
  }

  Optional<Match> match(String method, String path) {
    for (Route route : routes) {
      Matcher matcher = route.path.matcher(path);
      if (route.method.equals(method) && matcher.matches()) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < route.names.size(); i++) {
          variables.put(route.names.get(i), matcher.group(i + 1));
        }
        return Optional.of(new Match(route.handler, route.streamedBody, variables));
      }
    }
    return Optional.empty();
  }

  private record Route(
      String method, Pattern path, List<String> names, boolean streamedBody, Handler handler) {}
}
