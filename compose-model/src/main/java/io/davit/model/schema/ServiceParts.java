package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Sequences.Rule;
import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The structured attributes of a service.
final class ServiceParts {
  private static final Shape NAMES = Sequences.list(Scalars.string(), Rule.DISTINCT);

  private ServiceParts() {}

  /// 05-services.md#depends_on: names, or names with conditions.
  static Shape dependsOn() {
    Shape dependency =
        ObjectShape.of(
            required(
                "condition",
                Scalars.oneOf(
                    "service_started", "service_healthy", "service_completed_successfully")),
            optional("restart", Scalars.bool()),
            optional("required", Scalars.bool()).always());
    Shape withDefaults = new Rewritten(ServiceParts::requiredUnlessSaid, dependency);
    return namesOr(
        Mappings.map(withDefaults, Mappings.Entries.MERGED),
        name -> new LongForm(name.span()).put("condition", "service_started").build());
  }

  /// What is required need not say so.
  private static Node requiredUnlessSaid(Node node) {
    return node instanceof Mapping mapping
        ? Mappings.withDefault(mapping, "required", Scalar.bool(true, mapping.span()))
        : node;
  }

  /// 05-services.md#networks.
  static Shape networks() {
    Shape attachment =
        ObjectShape.of(
                optional("aliases", NAMES),
                optional(
                        "driver_opts",
                        Mappings.map(Scalars.stringOrNumber(), Mappings.Entries.REPLACED))
                    .withoutEffect("a bridge has no such options"),
                optional("gw_priority", Scalars.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                optional("interface_name", Scalars.string()),
                optional("ipv4_address", Texts.ipv4()),
                optional("ipv6_address", Texts.ipv6()).withoutEffect(Texts.NO_IPV6),
                optional("link_local_ips", Sequences.list(Texts.ip(), Rule.DISTINCT))
                    .withoutEffect("containers have no link-local addresses"),
                optional("mac_address", Texts.mac()),
                optional("priority", Scalars.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)))
            .orNull();
    return namesOr(
        Mappings.map(attachment, Mappings.Entries.MERGED), name -> Scalar.absent(name.span()));
  }

  interface FromName {
    Node value(Scalar name);
  }

  /// A mapping, or the list of its keys.
  static Shape namesOr(Shape map, FromName value) {
    return new NamesOr(map, value);
  }

  private record NamesOr(Shape inner, FromName value) implements Around {
    @Override
    public Schema schema() {
      return Schema.anyOf(NAMES.schema(), inner.schema());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (node instanceof Scalar name && name.kind() == Node.Kind.STRING) {
        place.error(
            "must be a list or a mapping, not " + Place.describe(node),
            node.span(),
            "write it as a list: [\"%s\"]".formatted(name.text()));
        return Optional.empty();
      }
      if (!(node instanceof Sequence)) {
        return inner.canonical(node, place);
      }
      return NAMES
          .canonical(node, place)
          .flatMap(list -> inner.canonical(fromNames((Sequence) list), place));
    }

    private Mapping fromNames(Sequence list) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      for (Node item : list.items()) {
        Scalar name = (Scalar) item;
        entries.put(name.text(), new Entry(name.span(), value.value(name)));
      }
      return new Mapping(entries, list.span());
    }
  }

  /// 05-services.md#healthcheck.
  static Shape healthcheck() {
    return ObjectShape.of(
        optional("test", healthTest()),
        optional("timeout", Scalars.duration()),
        optional("interval", Scalars.duration()),
        optional("retries", Scalars.integer(0, 1_000_000)).always(),
        optional("start_period", Scalars.duration()),
        optional("start_interval", Scalars.duration()),
        optional("disable", Scalars.bool()));
  }

  private static Shape healthTest() {
    Shape words = Sequences.list(Scalars.string(), Rule.APPEND);
    return Shape.of(
        Schema.anyOf(Schema.STRING, words.schema()),
        (node, place) -> {
          if (node instanceof Scalar) {
            return Scalars.string()
                .canonical(node, place)
                .map(
                    text ->
                        new Sequence(
                            List.of(Scalar.string("CMD-SHELL", node.span()), text), node.span()));
          }
          return words.canonical(node, place).filter(list -> isTest((Sequence) list, place));
        });
  }

  private static boolean isTest(Sequence words, Place place) {
    String first = words.items().isEmpty() ? "" : ((Scalar) words.items().getFirst()).text();
    if (List.of("NONE", "CMD", "CMD-SHELL").contains(first)) {
      return true;
    }
    place.error(
        "must begin with NONE, CMD or CMD-SHELL, not \"%s\"".formatted(first),
        words.span(),
        "write [\"CMD\", \"%s\", …], or the whole command as one string".formatted(first));
    return false;
  }

  /// 05-services.md#logging. Options of another driver make no sense: then nothing is merged.
  static Shape logging() {
    ObjectShape shape =
        ObjectShape.of(
            optional("driver", LogDrivers.shape()),
            optional("options", Mappings.map(Scalars.stringOrNumber(), Mappings.Entries.REPLACED)));
    return new Logging(shape);
  }

  private record Logging(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner.canonical(node, place);
    }

    @Override
    public Node merge(Node base, Node override) {
      Optional<String> before = Mappings.text((Mapping) base, "driver");
      Optional<String> after = Mappings.text((Mapping) override, "driver");
      boolean same = before.isEmpty() || after.isEmpty() || before.equals(after);
      return same ? inner.merge(base, override) : override;
    }
  }

  /// 05-services.md#secrets and #configs: files given to containers.
  ///
  /// @param directory where a target belongs that is not given
  /// @param targeted whether the canonical form always has a target
  static Shape grants(String directory, boolean targeted) {
    Shape item =
        targeted ? grant(new Rewritten(node -> withTarget(node, directory), GRANT)) : grant(GRANT);
    return Sequences.list(
        item,
        Rule.keyed(
            grant ->
                Mappings.text((Mapping) grant, "target")
                    .orElseGet(
                        () -> directory + Mappings.text((Mapping) grant, "source").orElse(""))));
  }

  /// build.md#secrets: given to a build.
  static Shape grants() {
    return Sequences.list(grant(GRANT), Rule.APPEND);
  }

  private static final ObjectShape GRANT =
      ObjectShape.of(
          required("source", Scalars.string()),
          optional("target", Scalars.string()),
          optional("uid", Scalars.parsed(Scalars.stringOrNumber(), Texts::numericId)),
          optional("gid", Scalars.parsed(Scalars.stringOrNumber(), Texts::numericId)),
          optional("mode", Modes.octal()));

  private static Shape grant(Shape longForm) {
    return new ShortForm(
        name -> {
          if (name.kind() != Node.Kind.STRING) {
            throw new Malformed(
                "must be a name, not " + Place.describe(name),
                "quote it: \"%s\"".formatted(name.text()));
          }
          return new LongForm(name.span()).put("source", name.text()).build();
        },
        longForm);
  }

  private static Node withTarget(Node node, String directory) {
    return node instanceof Mapping grant
            && grant.get("source").orElse(grant) instanceof Scalar source
            && grant.get("target").orElse(Scalar.absent(grant.span())) instanceof Scalar target
            && !source.text().startsWith("$")
            && target.text().isEmpty()
        ? grant.with(
            "target",
            new Entry(
                grant.keySpan("target"), Scalar.string(directory + source.text(), source.span())))
        : node;
  }

  /// 05-services.md#ulimits: one number for both, or the two. A later file replaces an entry.
  static Shape ulimits() {
    Shape number = Scalars.integer(-1, Long.MAX_VALUE);
    Shape pair = ObjectShape.of(required("soft", number), required("hard", number));
    Shape either =
        Shape.of(
            Schema.anyOf(number.schema(), pair.schema()),
            (node, place) ->
                node instanceof Scalar
                    ? number.canonical(node, place)
                    : pair.canonical(node, place));
    return Mappings.map(either, Mappings.Entries.REPLACED);
  }

  /// 05-services.md#extra_hosts: canonically a sorted list of `NAME=ADDRESS`.
  static Shape extraHosts() {
    Shape list = Sequences.list(Scalars.parsed(Scalars.string(), Texts::extraHost), Rule.DISTINCT);
    return new ExtraHosts(list);
  }

  private record ExtraHosts(Shape inner) implements Around {
    @Override
    public Schema schema() {
      return Schema.anyOf(
          inner.schema(), Schema.map(Schema.anyOf(Schema.STRING, Schema.list(Schema.STRING))));
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      Node items = node instanceof Mapping mapping ? flat(mapping, place) : node;
      Optional<Node> sorted = inner.canonical(items, place).map(ExtraHosts::sorted);
      return place.asWritten() ? sorted.map(_ -> node) : sorted;
    }

    @Override
    public Node merge(Node base, Node override) {
      return inner.merge(Pairs.of(base), Pairs.of(override));
    }

    private static Node sorted(Node node) {
      List<Node> items = new ArrayList<>(((Sequence) node).items());
      items.sort((a, b) -> ((Scalar) a).text().compareTo(((Scalar) b).text()));
      return new Sequence(items, node.span());
    }
  }

  private static Sequence flat(Mapping mapping, Place place) {
    List<Node> items = new ArrayList<>();
    Shape addresses = Sequences.stringOrList(Scalars.string(), Rule.APPEND);
    mapping
        .entries()
        .forEach(
            (host, entry) ->
                addresses
                    .canonical(entry.value(), place.key(host))
                    .ifPresent(
                        list ->
                            ((Sequence) list)
                                .items()
                                .forEach(
                                    address ->
                                        items.add(
                                            Scalar.string(
                                                host + "=" + ((Scalar) address).text(),
                                                entry.span())))));
    return new Sequence(items, mapping.span());
  }

  /// 05-services.md#extends.
  static Shape extension() {
    return new ShortForm(
        name -> new LongForm(name.span()).put("service", name.text()).build(),
        ObjectShape.of(required("service", Scalars.string()), optional("file", Scalars.string())));
  }

  /// 05-services.md#env_file.
  static Shape envFile() {
    Shape item =
        new ShortForm(
            path -> new LongForm(path.span()).put("path", path.text()).build(),
            new Rewritten(
                ServiceParts::requiredUnlessSaid,
                ObjectShape.of(
                    required("path", Scalars.string()),
                    optional("required", Scalars.bool()).whenFalse(),
                    optional("format", Scalars.oneOf("raw")))));
    return Sequences.stringOrList(
        item, Rule.keyed(file -> Mappings.text((Mapping) file, "path").orElse("")));
  }

  /// Names of capabilities, with or without `CAP_`.
  static Shape capabilities() {
    return Sequences.list(new Limited(Scalars.string(), Texts::capabilitySupport), Rule.DISTINCT);
  }
}
