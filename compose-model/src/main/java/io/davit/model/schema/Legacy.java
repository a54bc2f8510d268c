package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A service that may have attributes of the first format of compose files: `log_driver`,
/// `log_opt`, `net` and `dockerfile`. Canonically they are what replaced them.
record Legacy(Shape inner) implements Around {
  @Override
  public Schema schema() {
    return inner
        .schema()
        .withProperty("net", Schema.STRING.deprecated("write \"network_mode\""))
        .withProperty("log_driver", Schema.STRING.deprecated("write \"logging\""))
        .withProperty("log_opt", Schema.map(Schema.SCALAR).deprecated("write \"logging\""))
        .withProperty("dockerfile", Schema.STRING.deprecated("write it below \"build\""));
  }

  @Override
  public Optional<Node> canonical(Node node, Place place) {
    if (!(node instanceof Mapping service)) {
      return inner.canonical(node, place);
    }
    Mapping current = moved(service, "net", "network_mode", place);
    current = nested(current, "log_driver", "logging", "driver", place);
    current = options(current, place);
    current = nested(withBuildContext(current), "dockerfile", "build", "dockerfile", place);
    return inner.canonical(current, place);
  }

  private static Mapping moved(Mapping service, String old, String current, Place place) {
    Entry entry = service.entries().get(old);
    if (entry == null) {
      return service;
    }
    tell(old, current, entry, service.entries().containsKey(current), place);
    return service.without(old).with(current, entry);
  }

  private static Mapping nested(
      Mapping service, String old, String outer, String name, Place place) {
    Entry entry = service.entries().get(old);
    if (entry == null) {
      return service;
    }
    Mapping around = child(service, outer, entry);
    tell(old, outer + "." + name, entry, around.entries().containsKey(name), place);
    return service
        .without(old)
        .with(outer, new Entry(keySpan(service, outer, entry), around.with(name, entry)));
  }

  private static Mapping options(Mapping service, Place place) {
    Entry entry = service.entries().get("log_opt");
    if (entry == null) {
      return service;
    }
    Mapping logging = child(service, "logging", entry);
    Node options = entry.value();
    if (logging.get("options").orElse(entry.value()) instanceof Mapping current
        && entry.value() instanceof Mapping old) {
      Map<String, Entry> all = new LinkedHashMap<>(old.entries());
      all.putAll(current.entries());
      options = new Mapping(all, entry.keySpan());
    }
    tell("log_opt", "logging.options", entry, false, place);
    Entry merged = new Entry(entry.keySpan(), options);
    return service
        .without("log_opt")
        .with(
            "logging",
            new Entry(keySpan(service, "logging", entry), logging.with("options", merged)));
  }

  /// In the first format, `dockerfile` stood beside `build: CONTEXT`.
  private static Mapping withBuildContext(Mapping service) {
    Entry build = service.entries().get("build");
    boolean context = build != null && build.value() instanceof Scalar scalar && !scalar.isNull();
    if (build == null || !context || !service.entries().containsKey("dockerfile")) {
      return service;
    }
    Mapping longForm = new Mapping(Map.of("context", build), build.value().span());
    return service.with("build", new Entry(build.keySpan(), longForm));
  }

  private static Mapping child(Mapping service, String key, Entry otherwise) {
    Entry entry = service.entries().get(key);
    return entry != null && entry.value() instanceof Mapping mapping
        ? mapping
        : new Mapping(Map.of(), otherwise.keySpan());
  }

  private static SourceSpan keySpan(Mapping service, String key, Entry otherwise) {
    return service.entries().containsKey(key) ? service.keySpan(key) : otherwise.keySpan();
  }

  private static void tell(String old, String current, Entry entry, boolean both, Place place) {
    String fix = "write \"%s\" instead".formatted(current);
    if (both) {
      place.key(old).error("stands beside \"%s\"".formatted(current), entry.keySpan(), fix);
    } else {
      place.key(old).warning("is the old name of \"%s\"".formatted(current), entry.keySpan(), fix);
    }
  }
}
