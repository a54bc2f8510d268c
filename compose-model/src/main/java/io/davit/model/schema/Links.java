package io.davit.model.schema;

import io.davit.model.schema.Sequences.Rule;
import java.util.List;

/// References to other services and containers: `links`, `external_links` and `volumes_from`
/// (compose-spec 05-services.md).
///
/// @param name of a service; of a container where `container` is true
/// @param detail what follows the name: an alias or a mode; empty when nothing does
public record Links(boolean container, String name, String detail) {
  private static final String CONTAINER = "container:";

  /// `NAME[:ALIAS]`.
  public static Links link(String text) {
    return split(false, text);
  }

  /// `SERVICE[:MODE]` or `container:NAME[:MODE]`.
  public static Links volumesFrom(String text) {
    return text.startsWith(CONTAINER)
        ? split(true, text.substring(CONTAINER.length()))
        : split(false, text);
  }

  private static Links split(boolean container, String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Links(container, text, "")
        : new Links(container, text.substring(0, colon), text.substring(colon + 1));
  }

  static Shape links() {
    return Sequences.list(Scalars.parsed(Scalars.string(), Links::checked), Rule.DISTINCT);
  }

  /// To containers of others, which are found by their names where both are in one network; an
  /// alias is one more name, for the service that links.
  static Shape external() {
    return Sequences.list(
        new Limited(
            Scalars.parsed(Scalars.string(), Links::checked),
            text -> {
              Links link = link(text);
              return link.detail().isEmpty() || link.detail().equals(link.name())
                  ? new Support.WithoutEffect(
                      "it is found by that name when both are in one network")
                  : new Support.Honoured();
            }),
        Rule.APPEND);
  }

  private static String checked(String text) {
    Links link = link(text);
    if (link.name().isBlank() || text.endsWith(":") || link.detail().contains(":")) {
      throw new Malformed(
          "must be NAME or NAME:ALIAS, not \"%s\"".formatted(text), "write the name, or both");
    }
    return text;
  }

  static Shape volumesFrom() {
    return Sequences.list(
        new Limited(
            Scalars.parsed(Scalars.string(), Links::checkedSource),
            text ->
                volumesFrom(text).container()
                    ? new Support.NotYet("mount the volumes of that container by their names")
                    : new Support.Honoured()),
        Rule.APPEND);
  }

  private static String checkedSource(String text) {
    Links source = volumesFrom(text);
    if (source.name().isBlank() || text.endsWith(":")) {
      throw new Malformed(
          "must be SERVICE or container:NAME, not \"%s\"".formatted(text), "write the name");
    }
    if (!List.of("", "ro", "rw").contains(source.detail())) {
      throw new Malformed(
          "has the mode \"%s\"".formatted(source.detail()), "write ro or rw after the name");
    }
    return text;
  }
}
