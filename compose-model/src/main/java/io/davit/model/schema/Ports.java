package io.davit.model.schema;

import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Published ports (compose-spec 05-services.md#ports): `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, or the
/// long form. Canonically each container port is an item of its own.
final class Ports {
  private static final int MAX = 65_535;

  private static final ObjectShape LONG =
      ObjectShape.of(
          ObjectShape.optional("name", Scalars.string()),
          ObjectShape.optional("mode", Scalars.oneOf("ingress", "host")),
          ObjectShape.optional("host_ip", Scalars.parsed(Scalars.string(), Ports::address)),
          ObjectShape.required("target", Scalars.integer(1, MAX)),
          ObjectShape.optional(
              "published", Scalars.parsed(Scalars.stringOrNumber(), Ports::published)),
          ObjectShape.optional(
              "protocol",
              new Limited(Scalars.parsed(Scalars.string(), Ports::protocol), Ports::support)),
          ObjectShape.optional("app_protocol", Scalars.string()));

  private Ports() {}

  static Shape shape() {
    return new AllOrNone(Sequences.expandingList(new Items(), Sequences.Rule.keyed(Ports::key)));
  }

  /// Where the short form of one port has variables that are not expanded, no short form of the
  /// list is made long.
  private record AllOrNone(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      Optional<Node> ports = inner.canonical(node, place);
      boolean open = node instanceof Sequence list && list.items().stream().anyMatch(place::isOpen);
      return open ? ports.map(_ -> asWritten((Sequence) node, place)) : ports;
    }

    private static Node asWritten(Sequence list, Place place) {
      List<Node> ports = new ArrayList<>();
      for (Node port : list.items()) {
        ports.addAll(port instanceof Mapping ? items(port, place) : List.of(port));
      }
      return new Sequence(ports, list.span());
    }
  }

  private record Items() implements Sequences.ItemShape {
    @Override
    public Schema schema() {
      return Schema.anyOf(Schema.STRING_OR_NUMBER, LONG.itemSchema());
    }

    @Override
    public List<Node> items(Node node, Place place) {
      return Ports.items(node, place);
    }

    @Override
    public void unhonoured(Node item, Place place) {
      LONG.unhonoured(item, place);
    }
  }

  /// Two ports are the same when address, both ports and protocol are.
  private static String key(Node port) {
    Mapping mapping = (Mapping) port;
    String address = text(mapping, "host_ip");
    return String.join(
        " ",
        address.isEmpty() ? "0.0.0.0" : address,
        text(mapping, "published"),
        text(mapping, "target"),
        text(mapping, "protocol"));
  }

  private static String text(Mapping mapping, String key) {
    return mapping.get(key).orElse(mapping) instanceof Scalar scalar ? scalar.text() : "";
  }

  private static List<Node> items(Node node, Place place) {
    if (!(node instanceof Scalar scalar)) {
      Node full = node instanceof Mapping mapping ? withDefaults(mapping) : node;
      return LONG.canonical(full, place).stream().toList();
    }
    if (scalar.kind() == Node.Kind.INT || scalar.kind() == Node.Kind.STRING) {
      try {
        return shortForm(scalar);
      } catch (Malformed e) {
        place.error(e.predicate(), scalar.span(), e.fix());
        return List.of();
      }
    }
    place.error(
        "must be a port, not " + Place.describe(node),
        node.span(),
        "write \"HOST:CONTAINER\" in quotes, such as \"8080:80\"");
    return List.of();
  }

  private static Mapping withDefaults(Mapping port) {
    Mapping full = Mappings.withDefault(port, "mode", Scalar.string("ingress", port.span()));
    full = Mappings.withDefault(full, "protocol", Scalar.string("tcp", port.span()));
    for (String key : List.of("host_ip", "published")) {
      boolean nothing = full.get(key).orElse(full) instanceof Scalar said && said.text().isEmpty();
      full = nothing ? full.without(key) : full;
    }
    return full;
  }

  private static List<Node> shortForm(Scalar scalar) {
    String text = scalar.text().strip();
    int slash = text.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : protocol(text.substring(slash + 1));
    String rest = slash < 0 ? text : text.substring(0, slash);
    int colon = rest.lastIndexOf(':');
    Range container = range(rest.substring(colon + 1), text);
    String host = colon < 0 ? "" : rest.substring(0, colon);
    int hostColon = host.endsWith("]") ? host.length() : host.lastIndexOf(':');
    String published = hostColon >= host.length() ? "" : host.substring(hostColon + 1);
    String address = hostColon < 0 ? "" : address(host.substring(0, hostColon));
    Optional<Range> hostRange =
        published.isEmpty() ? Optional.empty() : Optional.of(range(published, text));
    List<Node> items = new ArrayList<>();
    boolean anyOf = container.size() == 1 && hostRange.filter(r -> r.size() > 1).isPresent();
    if (hostRange.isPresent() && !anyOf && hostRange.get().size() != container.size()) {
      throw new Malformed(
          "maps %d host ports to %d container ports in \"%s\""
              .formatted(hostRange.get().size(), container.size(), text),
          "give both ranges the same length, or one container port");
    }
    for (int i = 0; i < container.size(); i++) {
      LongForm port = new LongForm(scalar.span()).put("mode", "ingress");
      if (!address.isEmpty()) {
        port.put("host_ip", address);
      }
      port.put("target", container.first() + i);
      if (hostRange.isPresent()) {
        Range range = hostRange.get();
        port.put("published", anyOf ? range.text() : Integer.toString(range.first() + i));
      }
      items.add(port.put("protocol", protocol).build());
    }
    return items;
  }

  /// @param last as `first`, inclusive
  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }

    String text() {
      return first + "-" + last;
    }
  }

  private static Range range(String text, String whole) {
    int dash = text.indexOf('-');
    int first = port(dash < 0 ? text : text.substring(0, dash), whole);
    int last = dash < 0 ? first : port(text.substring(dash + 1), whole);
    if (last < first) {
      throw new Malformed(
          "has the range \"%s\", which ends before it begins".formatted(text),
          "write \"%d-%d\"".formatted(last, first));
    }
    return new Range(first, last);
  }

  private static int port(String text, String whole) {
    boolean digits = !text.isEmpty() && text.length() < 6;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int port = digits ? Integer.parseInt(text) : 0;
    if (port < 1 || port > MAX) {
      throw new Malformed(
          digits
              ? "has port %s, which is not from 1 to %d".formatted(text, MAX)
              : "must be a port, not \"%s\"".formatted(whole),
          "write \"HOST:CONTAINER\", \"IP:HOST:CONTAINER\" or \"CONTAINER\", perhaps with \"/udp\"");
    }
    return port;
  }

  private static Support support(String protocol) {
    return protocol.equals("sctp") ? new Support.NotYet("use tcp or udp") : new Support.Honoured();
  }

  static String protocol(String text) {
    return switch (text) {
      case "tcp", "udp", "sctp" -> text;
      default ->
          throw new Malformed(
              "has the protocol \"%s\"".formatted(text), "write tcp, udp or sctp after the \"/\"");
    };
  }

  private static String published(String text) {
    Range range = range(text, text);
    return range.size() == 1 ? Integer.toString(range.first()) : range.text();
  }

  private static String address(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (bare.isEmpty() || Addresses.isAddress(bare)) {
      return bare;
    }
    throw new Malformed(
        "has \"%s\" where an address of this machine is expected".formatted(text),
        "write an IP address such as 127.0.0.1 in front of the ports");
  }
}
