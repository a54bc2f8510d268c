package io.davit.network;

import java.util.List;

/// The text of a container's /etc/resolv.conf (resolv.conf(5)). Pure.
public final class ResolvConf {
  private static final String EMBEDDED = "nameserver 127.0.0.11\n";

  private ResolvConf() {}

  /// For a container on a network: the embedded name server, which is asked for every name as it
  /// stands first (`ndots:0`).
  ///
  /// @param search domains; `.` for none. Those of the machine where the container names none
  /// @param options of the container, as `ndots:2`; they replace what is put here by default
  public static String embedded(List<String> search, List<String> options) {
    boolean ndots = options.stream().anyMatch(option -> option.startsWith("ndots:"));
    List<String> all =
        ndots
            ? options
            : java.util.stream.Stream.concat(
                    options.stream(), java.util.stream.Stream.of("ndots:0"))
                .toList();
    return EMBEDDED + lines(search, all);
  }

  /// For a container that asks servers directly: on the host's network, or on none.
  public static String direct(List<String> servers, List<String> search, List<String> options) {
    StringBuilder text = new StringBuilder();
    servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    return text + lines(search, options);
  }

  private static String lines(List<String> search, List<String> options) {
    List<String> domains = search.stream().filter(domain -> !domain.equals(".")).toList();
    return (domains.isEmpty() ? "" : "search " + String.join(" ", domains) + "\n")
        + (options.isEmpty() ? "" : "options " + String.join(" ", options) + "\n");
  }

  /// The search domains of a resolv.conf: the last `search` or `domain` line counts.
  public static List<String> search(List<String> lines) {
    List<String> domains = List.of();
    for (String line : lines) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
      if (words.size() > 1
          && (words.getFirst().equals("search") || words.getFirst().equals("domain"))) {
        domains = words.subList(1, words.size());
      }
    }
    return domains;
  }
}
