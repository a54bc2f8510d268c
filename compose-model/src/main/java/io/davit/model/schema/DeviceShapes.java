package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.Sequences.Rule;
import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Devices of the host in containers: by path, by request, and how fast block devices may be used.
final class DeviceShapes {
  private static final String ALL = "-1";
  private static final Shape STRING = Scalars.string();

  private DeviceShapes() {}

  /// 05-services.md#devices: `HOST[:CONTAINER[:PERMISSIONS]]`, or `VENDOR/CLASS=NAME` of the
  /// Container Device Interface. One target has one device.
  static Shape devices() {
    ObjectShape longForm =
        ObjectShape.of(
            required("source", new Limited(STRING, DeviceShapes::bySource)),
            optional("target", STRING),
            optional("permissions", Scalars.parsed(STRING, DeviceShapes::permissions)));
    Shape targeted =
        new Rewritten(
            node ->
                node instanceof Mapping device
                        && device.get("source").orElse(device) instanceof Scalar source
                        && source.kind() == Node.Kind.STRING
                    ? Mappings.withDefault(device, "target", source)
                    : node,
            longForm);
    return Sequences.list(
        ShortForm.ofText(DeviceShapes::device, targeted),
        Rule.keyed(device -> Mappings.text((Mapping) device, "target").orElse("")));
  }

  private static Support bySource(String source) {
    return source.startsWith("/")
        ? new Support.Honoured()
        : new Support.NotYet("name a device of the host by its path");
  }

  private static Node device(Scalar scalar) {
    List<String> parts = List.of(scalar.text().split(":", -1));
    if (parts.size() > 3 || parts.contains("")) {
      throw new Malformed(
          "must be a device, not \"%s\"".formatted(scalar.text()),
          "write \"/dev/HOST:/dev/CONTAINER:rwm\", or VENDOR/CLASS=NAME");
    }
    String target = parts.size() == 1 ? parts.getFirst() : parts.get(1);
    if (!target.startsWith("/") && parts.size() > 1) {
      throw new Malformed(
          "has \"%s\" where an absolute path in the container is expected".formatted(target),
          "write \"%1$s:%1$s:%2$s\" to give permissions".formatted(parts.getFirst(), target));
    }
    return new LongForm(scalar.span())
        .put("source", parts.getFirst())
        .put("target", target)
        .put("permissions", parts.size() == 3 ? parts.get(2) : "rwm")
        .build();
  }

  private static String permissions(String text) {
    boolean valid =
        !text.isEmpty() && text.length() <= 3 && text.chars().distinct().count() == text.length();
    for (int i = 0; i < text.length(); i++) {
      valid &= "rwm".indexOf(text.charAt(i)) >= 0;
    }
    if (valid) {
      return text;
    }
    throw new Malformed(
        "must be some of r, w and m, not \"%s\"".formatted(text),
        "write \"rwm\": read, write, make nodes");
  }

  /// deploy.md#devices: requests that must say which capabilities they are for.
  static Shape requests() {
    return Sequences.list(
        new Request(request(required("capabilities", Sequences.list(STRING, Rule.APPEND)))),
        Rule.APPEND);
  }

  /// 05-services.md#gpus: requests, or `all`.
  static Shape gpus() {
    Shape requests =
        Sequences.list(
            new Request(request(optional("capabilities", Sequences.list(STRING, Rule.APPEND)))),
            Rule.APPEND);
    return new Gpus(requests);
  }

  private record Gpus(Shape inner) implements Around {
    @Override
    public Schema schema() {
      return Schema.anyOf(Schema.words(List.of("all")), inner.schema());
    }

    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Scalar scalar)) {
        return inner.canonical(node, place);
      }
      if (scalar.text().equals("all")) {
        return inner.canonical(
            new Sequence(List.of(new LongForm(scalar.span()).build()), scalar.span()), place);
      }
      place.error(
          "must be all or a list, not " + Place.describe(scalar),
          scalar.span(),
          "write all, or [{count: 1}]");
      return Optional.empty();
    }
  }

  private static ObjectShape request(ObjectShape.Attribute capabilities) {
    return ObjectShape.of(
        capabilities,
        optional("driver", STRING),
        optional("count", count()),
        optional("device_ids", Sequences.list(Scalars.stringOrNumber(), Rule.APPEND)),
        optional("options", Mappings.keyValues(Lone.EMPTY)));
  }

  /// By number or by name, not both; all when it says neither.
  private record Request(ObjectShape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      if (!(node instanceof Mapping request)) {
        return inner.canonical(node, place);
      }
      boolean counted = request.entries().containsKey("count");
      boolean named = request.entries().containsKey("device_ids");
      if (counted && named) {
        place.error(
            "has both \"count\" and \"device_ids\"",
            request.keySpan("device_ids"),
            "remove one of them: devices are asked for by number or by name");
        return Optional.empty();
      }
      return inner.canonical(counted || named ? request : withCount(request), place);
    }

    private static Mapping withCount(Mapping request) {
      return Mappings.withDefault(request, "count", Scalar.string("all", request.span()));
    }
  }

  /// A number, or `all`, canonically -1.
  private static Shape count() {
    return Shape.of(
        Schema.INTEGER,
        (node, place) -> {
          String text = node instanceof Scalar scalar ? scalar.text().toLowerCase(Locale.ROOT) : "";
          boolean number = text.matches("\\d{1,9}");
          if (number || text.equals("all") || text.equals(ALL)) {
            long count = Long.parseLong(number ? text : ALL);
            return Optional.of(Scalar.integer(count, node.span()));
          }
          place.error(
              "must be a number or all, not " + Place.describe(node),
              node.span(),
              "write all, or 1");
          return Optional.empty();
        });
  }

  /// 05-services.md#blkio_config.
  static Shape blockIo() {
    Shape weight = Scalars.integer(10, 1000);
    Shape rates =
        Sequences.list(
            ObjectShape.of(required("path", STRING), required("rate", Scalars.bytes())),
            Rule.APPEND);
    return ObjectShape.of(
        optional("weight", weight),
        optional(
            "weight_device",
            Sequences.list(
                ObjectShape.of(required("path", STRING), required("weight", weight)), Rule.APPEND)),
        optional("device_read_bps", rates),
        optional("device_read_iops", rates),
        optional("device_write_bps", rates),
        optional("device_write_iops", rates));
  }
}
