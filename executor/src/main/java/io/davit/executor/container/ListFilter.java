package io.davit.executor.container;

import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The filters of `GET /containers/json`. Values of one key are alternatives, those of `label` all
/// have to hold, and so have the keys.
final class ListFilter {
  private final Inspection inspection;
  private final ContainerTable table;

  ListFilter(Inspection inspection, ContainerTable table) {
    this.inspection = inspection;
    this.table = table;
  }

  Predicate<Snapshot> of(Map<String, List<String>> filters) {
    Predicate<Snapshot> all = _ -> true;
    for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
      Predicate<Snapshot> alternatives = _ -> false;
      for (String value : filter.getValue()) {
        Predicate<Snapshot> one = one(filter.getKey(), value);
        if (filter.getKey().equals("label")) {
          all = all.and(one);
        } else {
          alternatives = alternatives.or(one);
        }
      }
      if (!filter.getKey().equals("label") && !filter.getValue().isEmpty()) {
        all = all.and(alternatives);
      }
    }
    return all;
  }

  /// Whether these filters speak of containers that do not run, so that all are looked at.
  static boolean asksForAll(Map<String, List<String>> filters) {
    return filters.containsKey("status") || filters.containsKey("exited");
  }

  private Predicate<Snapshot> one(String key, String value) {
    return switch (key) {
      case "id" -> snapshot -> snapshot.record().id().startsWith(value);
      case "name" -> {
        Pattern pattern = pattern(value);
        yield snapshot ->
            pattern.matcher(snapshot.record().name()).find()
                || pattern.matcher("/" + snapshot.record().name()).find();
      }
      case "label" -> snapshot -> label(snapshot.record().labels(), value);
      case "status" -> snapshot -> snapshot.state().word().equals(value);
      case "health" ->
          snapshot -> snapshot.health().map(health -> health.status()).orElse("none").equals(value);
      case "exited" ->
          snapshot ->
              snapshot
                  .state()
                  .lastEnd()
                  .filter(end -> Integer.toString(end.status().code()).equals(value))
                  .isPresent();
      case "ancestor" -> snapshot -> ancestor(snapshot.record(), value);
      case "volume" ->
          snapshot ->
              snapshot.record().mounts().stream()
                  .anyMatch(
                      mount ->
                          mount.name().equals(value)
                              || mount.target().equals(value)
                              || mount.source().equals(value));
      case "network" -> snapshot -> network(snapshot, value);
      case "before" -> {
        String moment = table.get(value).record().created();
        yield snapshot -> snapshot.record().created().compareTo(moment) < 0;
      }
      case "since" -> {
        String moment = table.get(value).record().created();
        yield snapshot -> snapshot.record().created().compareTo(moment) > 0;
      }
      case "publish", "expose" ->
          throw new io.davit.problem.Unsupported(
              "the filter \"" + key + "\" is not supported",
              new Resource("filter", key),
              "filter by label, name or network");
      default ->
          throw new InvalidInput(
              "invalid filter '" + key + "'",
              new Resource("filter", key),
              "use id, name, label, status, health, exited, ancestor, volume, network, before or"
                  + " since");
    };
  }

  private static Pattern pattern(String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(value));
    }
  }

  static boolean label(Map<String, String> labels, String wanted) {
    int equals = wanted.indexOf('=');
    if (equals < 0) {
      return labels.containsKey(wanted);
    }
    return wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
  }

  private static boolean ancestor(ContainerRecord record, String value) {
    return record.image().equals(value)
        || record.image().equals(value + ":latest")
        || (record.image() + ":latest").equals(value)
        || record.imageId().equals(value)
        || record.imageId().startsWith("sha256:" + value);
  }

  private boolean network(Snapshot snapshot, String value) {
    return inspection.endpoints(snapshot).entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().equals(value)
                    || Given.text(entry.getValue().networkId()).startsWith(value));
  }
}
