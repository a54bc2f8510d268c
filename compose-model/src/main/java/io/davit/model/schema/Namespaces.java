package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Optional;

/// Whose namespaces a service's containers live in (compose-spec 05-services.md#network_mode, #pid,
/// #ipc, #uts, #cgroup, #userns_mode): words, or `service:NAME` and `container:NAME`.
public final class Namespaces {
  private static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";

  private Namespaces() {}

  /// The service whose namespace a mode names.
  public static Optional<String> service(String mode) {
    return mode.startsWith(SERVICE)
        ? Optional.of(mode.substring(SERVICE.length()))
        : Optional.empty();
  }

  /// The container whose namespace a mode names.
  public static Optional<String> container(String mode) {
    return mode.startsWith(CONTAINER)
        ? Optional.of(mode.substring(CONTAINER.length()))
        : Optional.empty();
  }

  /// `none`, `host`, `bridge`, a service's, a container's, or the name of a network.
  static Shape network() {
    return Scalars.parsed(Scalars.string(), Namespaces::networkMode);
  }

  private static String networkMode(String text) {
    if (text.isEmpty() || isNameless(text)) {
      throw new Malformed(
          "must be a network mode, not \"%s\"".formatted(text),
          "write none, host, bridge, service:NAME, container:NAME or the name of a network");
    }
    return text;
  }

  private static boolean isNameless(String text) {
    return text.equals(SERVICE) || text.equals(CONTAINER);
  }

  static Shape pid() {
    return new NullIsOwn(word(List.of("host")));
  }

  static Shape ipc() {
    return word(List.of("shareable", "private", "host", "none"));
  }

  static Shape uts() {
    return shared(List.of("host"));
  }

  static Shape cgroup() {
    return shared(List.of("host", "private"));
  }

  /// Davit maps no users: the host's own are what a container has.
  static Shape user() {
    return new Limited(
        Scalars.string(),
        mode ->
            mode.isEmpty() || mode.equals("host")
                ? new Support.Honoured()
                : new Support.NotYet("remove it: the users of containers are those of the host"));
  }

  /// Not another container's, which Docker Engine refuses, too.
  private static Shape shared(List<String> words) {
    return new Shared(word(words));
  }

  /// @param words beside a service's and a container's
  private static Shape word(List<String> words) {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          boolean other = text.startsWith(SERVICE) || text.startsWith(CONTAINER);
          if (text.isEmpty() || words.contains(text) || (other && !isNameless(text))) {
            return text;
          }
          String known = String.join(", ", words) + ", service:NAME or container:NAME";
          throw new Malformed(
              "must be %s, not \"%s\"".formatted(known, text),
              Suggestion.nearest(text, words)
                  .map("did you mean \"%s\"?"::formatted)
                  .orElse("write one of them, or remove it for a namespace of its own"));
        });
  }

  private record NullIsOwn(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return node instanceof Scalar scalar && scalar.isNull()
          ? Optional.of(Scalar.string("", scalar.span()))
          : inner.canonical(node, place);
    }

    @Override
    public Schema schema() {
      return Schema.type("string", "null");
    }
  }

  private record Shared(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner.canonical(node, place);
    }

    @Override
    public void unhonoured(Node node, Place place) {
      Scalar mode = (Scalar) node;
      if (mode.text().contains(":")) {
        new Support.NotYet("remove it: a container has a namespace of its own, or the host's")
            .tell(place, "is \"%s\"".formatted(mode.text()), mode.span());
      }
    }
  }
}
