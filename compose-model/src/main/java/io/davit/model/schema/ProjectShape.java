package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import com.google.gson.JsonObject;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.SourceSpan;
import java.util.Optional;

/// A whole compose file.
public final class ProjectShape {
  private static final ObjectShape SERVICE = ServiceShape.shape();
  private static final ObjectShape JOB = JobShape.shape(SERVICE);

  private static final ObjectShape PROJECT =
      ObjectShape.of(
          optional("name", Scalars.parsed(Scalars.string(), ProjectShape::name)),
          optional("services", new Named("service", new Legacy(SERVICE))).always(),
          optional("jobs", new Unrun(new Named("job", JOB)))
              .withoutEffect("jobs are read, and not run yet"),
          optional("networks", new Named("network", Networks.shape())),
          optional("volumes", new Named("volume", Volumes.shape())),
          optional("secrets", new Named("secret", FileResourceShapes.secret())),
          optional("configs", new Named("config", FileResourceShapes.config())),
          optional("models", new Named("model", ModelShapes.declared())),
          optional("version", Scalars.stringOrNumber()),
          optional("include", include()));

  private ProjectShape() {}

  public static Shape shape() {
    return PROJECT;
  }

  /// What editors check a compose file by: JSON Schema 2020-12.
  public static JsonObject schema() {
    JsonObject schema = new JsonObject();
    schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.addProperty("title", "A compose file, as Davit reads it");
    shape().schema().json().entrySet().forEach(e -> schema.add(e.getKey(), e.getValue()));
    return schema;
  }

  public static Shape service() {
    return SERVICE;
  }

  /// A service's attributes in the order of their table.
  public static Mapping serviceInOrder(Mapping service) {
    return SERVICE.inOrder(service);
  }

  public static Mapping jobInOrder(Mapping job) {
    return JOB.inOrder(job);
  }

  /// The sections in the order of their table.
  public static Mapping inOrder(Mapping project) {
    return PROJECT.inOrder(project);
  }

  /// A project's name as it must be written (compose-spec 04-version-and-name.md).
  public static String name(String text) {
    boolean valid = !text.isEmpty() && "_-".indexOf(text.charAt(0)) < 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      valid &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
    if (valid) {
      return text;
    }
    throw new Malformed(
        "must be a project's name, not \"%s\"".formatted(text),
        "use lower-case letters, digits, \"-\" and \"_\", and begin with a letter or a digit");
  }

  /// Named things of one kind: services, networks, …
  private record Named(String kind, Shape shape) implements Shape {
    @Override
    public Schema schema() {
      return Schema.map(shape.schema().orNull());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Mapping mapping)) {
        place.error(
            "must be a mapping, not " + Place.describe(node),
            node.span(),
            "write the name of a %s and a colon on the next line, indented".formatted(kind));
        return Optional.empty();
      }
      return Optional.of(
          Mappings.sorted(
              mapping.each((name, entry) -> value(name, entry, mapping.span(), place))));
    }

    private Optional<Node> value(String name, Entry entry, SourceSpan owner, Place place) {
      if (kind.equals("service") && isAttribute(name, entry.value())) {
        place
            .problems()
            .error(
                "\"%s\" stands where the name of a service is expected".formatted(name),
                entry.keySpan(),
                "indent it below the service that it belongs to");
        return Optional.empty();
      }
      if (!isName(name)) {
        place
            .problems()
            .error(
                "\"%s\" is not a name for a %s".formatted(name, kind),
                entry.keySpan(),
                "use letters, digits, \".\", \"_\" and \"-\"");
        return Optional.empty();
      }
      Optional<Node> value = shape.apply(anchored(entry), place.of(kind, name));
      if (value.isEmpty()) {
        place.problems().refuse(owner, name);
      }
      return value;
    }

    /// What is wrong with the whole thing is shown at its name.
    private static Node anchored(Entry entry) {
      if (entry.value().span().equals(entry.keySpan())) {
        return entry.value();
      }
      return entry.value() instanceof Mapping mapping
          ? new Mapping(mapping.entries(), entry.keySpan())
          : entry.value() instanceof Node.Scalar scalar && scalar.isNull()
              ? Node.Scalar.absent(entry.keySpan())
              : entry.value();
    }

    /// A service is a mapping; an attribute that stands too far left mostly is none.
    private static boolean isAttribute(String name, Node value) {
      boolean something = !Mappings.isNull(value);
      return something
          && !(value instanceof Mapping)
          && !(value instanceof Node.Tagged)
          && SERVICE.attributes().containsKey(name);
    }

    private static boolean isName(String name) {
      boolean valid = !name.isEmpty();
      for (int i = 0; i < name.length(); i++) {
        valid &= Texts.isLetterOrDigit(name.charAt(i)) || "._-".indexOf(name.charAt(i)) >= 0;
      }
      return valid;
    }

    @Override
    public Node merge(Node base, Node override) {
      return Mappings.mergeEntries(
          (Mapping) base, (Mapping) override, shape, Mappings.Entries.MERGED);
    }

    @Override
    public Node concise(Node node) {
      return Mappings.conciseEntries((Mapping) node, shape);
    }

    @Override
    public void unhonoured(Node node, Place place) {
      ((Mapping) node)
          .entries()
          .forEach((name, entry) -> shape.unhonoured(entry.value(), place.of(kind, name)));
    }
  }

  /// Of which nothing is brought up, so that nothing need be said of its parts.
  private record Unrun(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner.canonical(node, place);
    }

    @Override
    public void unhonoured(Node node, Place place) {}
  }

  private static Shape include() {
    Shape paths = Sequences.stringOrList(Scalars.string(), Sequences.Rule.APPEND);
    Shape longForm =
        ObjectShape.of(
            required("path", paths),
            optional("project_directory", Scalars.string()),
            optional("env_file", paths));
    return Sequences.list(
        new ShortForm(
            path -> new ShortForm.LongForm(path.span()).put("path", path).build(), longForm),
        Sequences.Rule.APPEND);
  }
}
