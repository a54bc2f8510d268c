package io.davit.model.schema;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Volumes of a service (compose-spec 05-services.md#volumes): `[SOURCE:]TARGET[:OPTIONS]`, or the
/// long form. `selinux` asks for a label that nothing here looks at. A source with a path's begin
/// is a path of the host, any other the name of a volume.
final class Mounts {
  private static final List<String> PROPAGATIONS =
      List.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

  private static final Map<String, String> NAMES_OF_SOURCES =
      Map.of(
          "bind", "the path of the host to mount",
          "image", "the image to mount",
          "npipe", "the pipe of the host",
          "cluster", "the name of the volume");

  private static final ObjectShape LONG =
      ObjectShape.of(
          ObjectShape.required(
              "type",
              new Limited(
                  Scalars.oneOf("volume", "bind", "tmpfs", "image", "npipe", "cluster"),
                  Mounts::type)),
          ObjectShape.optional("source", new Limited(Scalars.string(), Mounts::path)),
          ObjectShape.optional("target", new Limited(Scalars.string(), Mounts::path)),
          ObjectShape.optional("read_only", Scalars.bool()),
          ObjectShape.optional("consistency", Scalars.oneOf("consistent", "cached", "delegated"))
              .withoutEffect("host and container see the same files at all times"),
          ObjectShape.optional(
                  "bind",
                  ObjectShape.of(
                      ObjectShape.optional("selinux", Scalars.oneOf("z", "Z")),
                      ObjectShape.optional(
                          "propagation", Scalars.oneOf(PROPAGATIONS.toArray(String[]::new))),
                      ObjectShape.optional("create_host_path", Scalars.bool()).whenFalse(),
                      ObjectShape.optional(
                          "recursive",
                          new Limited(
                              Scalars.oneOf("enabled", "disabled", "writable", "readonly"),
                              Mounts::recursive))))
              .always(),
          ObjectShape.optional(
                  "volume",
                  ObjectShape.of(
                      ObjectShape.optional("labels", Mappings.keyValues(Lone.EMPTY))
                          .withoutEffect("a volume has the labels that \"volumes\" declares"),
                      ObjectShape.optional("nocopy", Scalars.bool()),
                      ObjectShape.optional("subpath", Scalars.string())))
              .always(),
          ObjectShape.optional(
              "tmpfs",
              ObjectShape.of(
                  ObjectShape.optional("size", Scalars.bytes()),
                  ObjectShape.optional("mode", Modes.decimal()))),
          ObjectShape.optional(
              "image", ObjectShape.of(ObjectShape.optional("subpath", Scalars.string()))));

  private Mounts() {}

  static Shape shape() {
    Shape item = new ShortForm(Mounts::shortForm, LONG);
    return Sequences.list(new Sound(item), Sequences.Rule.keyed(Mounts::key));
  }

  private static String key(Node mount) {
    return text((Mapping) mount, "target");
  }

  private record Sound(Shape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      return inner
          .canonical(node, place)
          .map(Mapping.class::cast)
          .filter(mount -> isSound(mount, place))
          .flatMap(mount -> withCleanTarget(mount, place));
    }
  }

  private static Optional<Node> withCleanTarget(Mapping mount, Place place) {
    if (!(mount.get("target").orElseThrow() instanceof Scalar target)) {
      return Optional.of(mount); // A directive takes it away.
    }
    if (text(mount, "type").equals("npipe") || place.isOpen(target)) {
      return Optional.of(mount);
    }
    try {
      String clean = target(target.text());
      return Optional.of(
          target.kind() == Node.Kind.STRING && target.text().equals(clean)
              ? mount
              : mount.with(
                  "target",
                  new Node.Entry(mount.keySpan("target"), target.as(clean, Node.Kind.STRING))));
    } catch (Malformed e) {
      place.key("target").error(e.predicate(), target.span(), e.fix());
      return Optional.empty();
    }
  }

  private static boolean isSound(Mapping mount, Place place) {
    String type = text(mount, "type");
    boolean hasSource = !text(mount, "source").isEmpty();
    if (text(mount, "target").isEmpty()) {
      place.error("has no \"target\"", mount.span(), "add the path inside the container");
      return false;
    }
    if (!hasSource && !type.equals("volume") && !type.equals("tmpfs")) {
      place.error("has no \"source\"", mount.span(), "add " + NAMES_OF_SOURCES.get(type));
      return false;
    }
    if (type.equals("tmpfs") && hasSource) {
      place.error(
          "is a tmpfs with a \"source\"",
          mount.keySpan("source"),
          "remove the source: a tmpfs begins empty");
      return false;
    }
    return true;
  }

  private static String text(Mapping mapping, String key) {
    return mapping.get(key).orElse(mapping) instanceof Scalar scalar ? scalar.text() : "";
  }

  private static Support type(String text) {
    return switch (text) {
      case "volume", "bind", "tmpfs" -> new Support.Honoured();
      case "image" -> new Support.NotYet("mount a volume or a path of the host instead");
      case "npipe" -> new Support.NotYet("remove it: it is of Windows");
      default -> new Support.NotYet("mount a volume of this machine instead");
    };
  }

  private static Support path(String text) {
    return isOfWindows(text)
        ? new Support.NotYet("write a path of Linux; names of volumes have two letters or more")
        : new Support.Honoured();
  }

  private static Support recursive(String text) {
    return text.equals("writable")
        ? new Support.NotYet("remove it: what is mounted below a read-only path is read-only, too")
        : new Support.Honoured();
  }

  /// Absolute and clean: without `.`, `..`, doubled or trailing slashes.
  static String target(String text) {
    if (isOfWindows(text)) {
      return text;
    }
    if (!text.startsWith("/")) {
      throw new Malformed(
          "has \"%s\" where an absolute path in the container is expected".formatted(text),
          "begin it with \"/\"");
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    if (parts.isEmpty()) {
      throw new Malformed(
          "mounts over \"/\", the root of the container", "name a directory below it");
    }
    return "/" + String.join("/", parts);
  }

  /// The target of a mount that is nothing else.
  private static String alone(String text) {
    try {
      return target(text);
    } catch (Malformed e) {
      throw new Malformed(
          e.predicate(),
          text.matches("[\\w.-]+")
              ? "write \"%s:/path\" to mount a volume of that name".formatted(text)
              : e.fix());
    }
  }

  private static Node shortForm(Scalar scalar) {
    String text = scalar.text();
    List<String> parts = parts(text);
    if (text.isBlank() || parts.size() > 3 || parts.contains("")) {
      throw new Malformed(
          "must be a volume, not \"%s\"".formatted(text),
          "write \"NAME:/path\", \"./host/path:/path\" or \"/path\", perhaps with \":ro\"");
    }
    if (parts.size() == 1) {
      return new LongForm(scalar.span())
          .put("type", "volume")
          .put("target", alone(text))
          .put("volume", new LongForm(scalar.span()).build())
          .build();
    }
    String source = parts.getFirst();
    boolean bind = ".~/".indexOf(source.charAt(0)) >= 0 || isOfWindows(source);
    LongForm mount =
        new LongForm(scalar.span())
            .put("type", bind ? "bind" : "volume")
            .put("source", source)
            .put("target", target(parts.get(1)));
    LongForm details = new LongForm(scalar.span());
    if (parts.size() == 3) {
      for (String option : parts.get(2).split(",", -1)) {
        option(option, mount, details, bind);
      }
    }
    return mount.put(bind ? "bind" : "volume", details.build()).build();
  }

  /// A colon after one letter is that of a drive, and separates nothing.
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ':' && !isDrive(text, start, i)) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static boolean isDrive(String text, int start, int colon) {
    return colon == start + 1 && Character.isLetter(text.charAt(start));
  }

  /// A path below a drive, or a pipe.
  static boolean isOfWindows(String path) {
    boolean drive = path.length() > 2 && path.charAt(1) == ':' && isDrive(path, 0, 1);
    return drive || path.startsWith("\\\\");
  }

  /// Options that are not known are left out, as by Docker Compose.
  private static void option(String option, LongForm mount, LongForm details, boolean bind) {
    switch (option) {
      case "ro" -> mount.put("read_only", true);
      case "z", "Z" -> {
        if (bind) {
          details.put("selinux", option);
        } else {
          LongForm label = new LongForm(details.span()).put("selinux", option);
          mount.put("bind", label.build());
        }
      }
      case "nocopy" -> {
        if (!bind) {
          details.put("nocopy", true);
        }
      }
      default -> {
        if (bind && PROPAGATIONS.contains(option)) {
          details.put("propagation", option);
        }
      }
    }
  }

  /// The key of the volume that a canonical mount names.
  static Optional<String> volume(Mapping mount) {
    return text(mount, "type").equals("volume")
        ? Optional.of(text(mount, "source")).filter(name -> !name.isEmpty())
        : Optional.empty();
  }
}
