package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.Sequences.Rule;
import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Kind;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `build` (compose-spec build.md): how an image is made of a context, or only the context, which
/// is a directory, `service:NAME`, or a URL of a git repository or an archive.
final class BuildShape {
  private static final Shape STRING = Scalars.string();
  private static final Shape STRINGS = Sequences.list(STRING, Rule.APPEND);

  private BuildShape() {}

  static Shape shape() {
    ObjectShape table =
        ObjectShape.of(
            optional("context", STRING),
            optional("dockerfile", STRING),
            optional("dockerfile_inline", STRING),
            optional("entitlements", STRINGS),
            optional("args", Mappings.keyValues(Lone.PASSED_THROUGH)),
            optional("provenance", attestation()).always(),
            optional("sbom", attestation()).always(),
            optional("ssh", new Ssh()),
            optional("labels", Mappings.keyValues(Lone.EMPTY)),
            optional("cache_from", caches()),
            optional("cache_to", caches()),
            optional("no_cache", Scalars.bool()),
            optional("no_cache_filter", STRINGS),
            optional("additional_contexts", new Contexts(Mappings.keyValueMap(Lone.EMPTY))),
            optional("pull", Scalars.bool()),
            optional("extra_hosts", ServiceParts.extraHosts()),
            optional("isolation", STRING),
            optional("network", STRING),
            optional("target", STRING),
            optional("secrets", ServiceParts.grants()),
            optional("shm_size", Scalars.bytes()),
            optional(
                "tags", Sequences.list(Scalars.parsed(STRING, ServiceShape::image), Rule.DISTINCT)),
            optional("ulimits", ServiceParts.ulimits()),
            optional(
                "platforms",
                Sequences.list(Scalars.parsed(STRING, Hardware::platformName), Rule.APPEND)),
            optional("privileged", Scalars.bool()));
    return ShortForm.ofText(
        context -> new LongForm(context.span()).put("context", context.text()).build(),
        new Build(table));
  }

  /// Of one Dockerfile.
  private record Build(ObjectShape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (place.complete() && node instanceof Mapping build) {
        Entry inline = build.entries().get("dockerfile_inline");
        if (inline != null && build.entries().containsKey("dockerfile")) {
          place.error(
              "has both \"dockerfile\" and \"dockerfile_inline\"",
              inline.keySpan(),
              "remove one of them: an image is built of one Dockerfile");
        }
      }
      return inner.canonical(node, place);
    }
  }

  /// `true`, `false`, or its parameters; canonically a text.
  private static Shape attestation() {
    return Shape.of(
        Schema.BOOL,
        (node, place) ->
            node instanceof Scalar scalar && scalar.kind() == Kind.BOOL
                ? Optional.of(scalar.as(scalar.text(), Node.Kind.STRING))
                : STRING.canonical(node, place));
  }

  private static Shape caches() {
    return Sequences.list(Scalars.parsed(STRING, BuildShape::cache), Rule.APPEND);
  }

  /// An image, or `type=KIND,KEY=VALUE,…`.
  private static String cache(String text) {
    if (text.indexOf('=') < 0 || text.startsWith("type=") || text.contains(",type=")) {
      return text;
    }
    throw new Malformed(
        "must be a build cache, not \"%s\"".formatted(text),
        "write an image's name, or type=KIND,KEY=VALUE: \"type=local,src=./cache\"");
  }

  /// Names of contexts; none may be empty.
  private record Contexts(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      Optional<Node> contexts = inner.canonical(node, place);
      if (contexts.isPresent()) {
        for (Map.Entry<String, Entry> context : ((Mapping) contexts.get()).entries().entrySet()) {
          Entry entry = context.getValue();
          if (entry.value() instanceof Scalar scalar && scalar.text().isBlank()) {
            place
                .key(context.getKey())
                .error(
                    "names no context",
                    entry.keySpan(),
                    "write %s=PATH, a URL, docker-image://NAME or service:NAME"
                        .formatted(context.getKey()));
          }
        }
      }
      return contexts;
    }
  }

  /// Agents and keys: `default`, or `ID=PATH` of a socket or of keys. Docker Compose's `config`
  /// writes `ID: PATH` as one text and cannot read it; it is read here.
  private record Ssh() implements Around {
    private static final Shape KEYS =
        Sequences.list(
            Scalars.parsed(STRING, Ssh::key),
            Rule.keyedText(key -> key.indexOf('=') < 0 ? key : key.substring(0, key.indexOf('='))));

    @Override
    public Shape inner() {
      return KEYS;
    }

    @Override
    public Schema schema() {
      return Schema.anyOf(KEYS.schema(), Schema.map(Schema.SCALAR));
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      Optional<Node> list = KEYS.canonical(asList(node), place);
      return place.asWritten() ? list.map(_ -> node) : list;
    }

    @Override
    public Node merge(Node base, Node override) {
      return inner().merge(asList(base), asList(override));
    }

    private static Node asList(Node node) {
      return node instanceof Mapping mapping ? list(mapping) : node;
    }

    private static Sequence list(Mapping mapping) {
      List<Node> keys = new ArrayList<>();
      mapping
          .entries()
          .forEach(
              (id, entry) ->
                  keys.add(
                      entry.value() instanceof Scalar path
                          ? Scalar.string(
                              path.text().isEmpty() ? id : id + '=' + path.text(), entry.span())
                          : entry.value()));
      return new Sequence(keys, mapping.span());
    }

    private static String key(String text) {
      String written = text.replaceFirst("^([^=/]+): ", "$1=");
      int equals = written.indexOf('=');
      String id = equals < 0 ? written : written.substring(0, equals);
      boolean without = equals < 0 || equals == written.length() - 1;
      if (id.isBlank() || (without && !id.equals("default"))) {
        throw new Malformed(
            "must be default or ID=PATH, not \"%s\"".formatted(text),
            "write the path of a key or of an agent's socket: \"github=~/.ssh/id_ed25519\"");
      }
      return without ? id : written;
    }
  }
}
