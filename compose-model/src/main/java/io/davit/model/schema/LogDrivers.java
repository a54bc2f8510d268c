package io.davit.model.schema;

import java.util.List;

/// Where a container's output goes (compose-spec 05-services.md#logging). Davit keeps it itself.
public final class LogDrivers {
  private static final List<String> KEPT = List.of("json-file", "local", "none");
  private static final List<String> SENT =
      List.of(
          "awslogs",
          "etwlogs",
          "fluentd",
          "gcplogs",
          "gelf",
          "journald",
          "logentries",
          "splunk",
          "syslog");

  private LogDrivers() {}

  public static boolean isKept(String driver) {
    return KEPT.contains(driver);
  }

  static Shape shape() {
    return new Limited(Scalars.string(), LogDrivers::support);
  }

  private static Support support(String driver) {
    if (isKept(driver)) {
      return new Support.Honoured();
    }
    return SENT.contains(driver)
        ? new Support.WithoutEffect("the output is kept here, for \"logs\"")
        : new Support.NotYet(
            Suggestion.nearest(driver, KEPT)
                .map("did you mean \"%s\"?"::formatted)
                .orElse("use json-file, local or none"));
  }
}
