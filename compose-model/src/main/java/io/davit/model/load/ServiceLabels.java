package io.davit.model.load;

import io.davit.model.env.Dotenv;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.schema.NaturalOrder;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import io.davit.problem.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Brings `label_file` and `labels` together (compose-spec 05-services.md#label_file): a later file
/// wins over an earlier one, `labels` over all. A file sees the labels of earlier ones as
/// variables, and no others.
final class ServiceLabels {
  private final Sources sources;
  private final Paths paths;
  private final Problems problems;

  /// @param paths of the project: a `label_file` may still be relative
  ServiceLabels(Sources sources, Paths paths, Problems problems) {
    this.paths = paths;
    this.sources = sources;
    this.problems = problems;
  }

  /// The service with everything in `labels`, and without `label_file`.
  Mapping resolve(String name, Mapping service) {
    Entry files = service.entries().get("label_file");
    if (files == null) {
      return service;
    }
    Map<String, Entry> all = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Node file : Trees.items(service, "label_file")) {
      read(name, (Scalar) file, all);
    }
    Mapping declared = Trees.child(service, "labels");
    all.putAll(declared.entries());
    Entry at = Optional.ofNullable(service.entries().get("labels")).orElse(files);
    return service
        .without("label_file")
        .with("labels", new Entry(at.keySpan(), new Mapping(all, at.keySpan())));
  }

  private void read(String service, Scalar path, Map<String, Entry> all) {
    Optional<SourceText> text;
    try {
      text = sources.readIfPresent(paths.absolute(path.text()));
    } catch (Failure e) {
      problems.error(
          "service \"%s\": label_file: %s".formatted(service, e.what()),
          path.span(),
          e.fix().orElse("check the path"));
      return;
    }
    if (text.isEmpty()) {
      problems.error(
          "service \"%s\": label_file \"%s\" does not exist"
              .formatted(service, sources.display(paths.absolute(path.text()))),
          path.span(),
          "create it, or write the labels with \"labels\"");
      return;
    }
    Variables earlier =
        key -> Optional.ofNullable(all.get(key)).map(entry -> ((Scalar) entry.value()).text());
    Dotenv.parse(text.get(), earlier, problems)
        .forEach(
            (key, label) ->
                all.put(
                    key, new Entry(label.source(), Scalar.string(label.value(), label.source()))));
  }
}
