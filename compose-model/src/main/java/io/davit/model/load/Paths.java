package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes paths of the host absolute: relative ones begin at the project's directory, `~` at the
/// user's home (compose-spec 05-services.md#volumes). One that is absolute stays as it is written.
final class Paths {
  /// How contexts begin that are no directories (compose-spec build.md#context).
  private static final List<String> REMOTE = List.of("service:", "github.com/", "git@");

  private final Path directory;
  private final Path home;
  private final boolean open;

  /// The files whose paths stay as they are, while those of others become relative again; empty:
  /// all paths become absolute.
  private final Set<String> asWritten;

  Paths(Path directory, Environment environment) {
    this(directory, environment, false);
  }

  /// @param open whether variables are not expanded: then a path that begins with one stays
  Paths(Path directory, Environment environment, boolean open) {
    this(directory, environment, open, Set.of());
  }

  private Paths(Path directory, Environment environment, boolean open, Set<String> asWritten) {
    this.open = open;
    this.asWritten = asWritten;
    this.directory = directory;
    this.home = Path.of(environment.get("HOME").filter(h -> !h.isEmpty()).orElse("/"));
  }

  /// The inverse: what other files brought, with paths that begin at their own directories, begins
  /// at the project's directory, as what its own files say does.
  ///
  /// @param own the project's files, which were not made absolute
  static Paths relative(Path directory, Environment environment, Set<String> own) {
    return new Paths(directory, environment, false, own);
  }

  Path absolute(String text) {
    if (text.equals("~")) {
      return home;
    }
    Path path = text.startsWith("~/") ? home.resolve(text.substring(2)) : directory.resolve(text);
    return path.normalize();
  }

  Mapping in(Mapping project) {
    Mapping done = Trees.editContainers(project, (_, service) -> inService(service));
    for (String kind : new String[] {"configs", "secrets"}) {
      done =
          Trees.edit(
              done,
              kind,
              all ->
                  Trees.editEach(
                      (Mapping) all, (_, one) -> Trees.edit(one, "file", this::absolute)));
    }
    return Trees.edit(
        done,
        "volumes",
        volumes -> Trees.editEach((Mapping) volumes, (_, volume) -> inVolume(volume)));
  }

  /// A volume of the local driver may be a directory of the host.
  private Mapping inVolume(Mapping volume) {
    Mapping options = Trees.child(volume, "driver_opts");
    boolean local = List.of("", "local").contains(Trees.text(volume, "driver"));
    return local && Trees.text(options, "o").equals("bind")
        ? Trees.edit(
            volume, "driver_opts", all -> Trees.edit((Mapping) all, "device", this::absolute))
        : volume;
  }

  private Mapping inService(Mapping service) {
    Mapping mounted =
        Trees.edit(service, "volumes", volumes -> Trees.editItems(volumes, this::inMount));
    Mapping built = Trees.editChild(mounted, "build", this::inBuild);
    Mapping watched =
        Trees.editChild(
            built,
            "develop",
            develop ->
                Trees.edit(
                    develop, "watch", triggers -> Trees.editItems(triggers, this::inTrigger)));
    Mapping labelled =
        Trees.edit(watched, "label_file", files -> Trees.editItems(files, this::absolute));
    return Trees.edit(
        labelled,
        "env_file",
        files ->
            Trees.editItems(
                files,
                file ->
                    file instanceof Mapping mapping
                        ? Trees.edit(mapping, "path", this::absolute)
                        : file));
  }

  private Mapping inBuild(Mapping build) {
    Mapping placed = Trees.edit(build, "context", this::context);
    Mapping others =
        Trees.editChild(placed, "additional_contexts", all -> Trees.editValues(all, this::context));
    return Trees.edit(others, "ssh", keys -> Trees.editItems(keys, this::sshKey));
  }

  /// A directory; URLs, `service:NAME` and `docker-image://NAME` stay.
  private Node context(Node node) {
    String text = node instanceof Scalar scalar ? scalar.text() : "";
    boolean elsewhere =
        text.contains("://")
            || REMOTE.stream().anyMatch(text::startsWith)
            || !(node instanceof Scalar);
    return elsewhere ? node : absolute(node);
  }

  private Node sshKey(Node node) {
    if (!(node instanceof Scalar scalar) || !asWritten.isEmpty()) {
      return node;
    }
    int equals = scalar.text().indexOf('=');
    if (equals < 0) {
      return scalar;
    }
    List<String> paths = new ArrayList<>();
    for (String path : scalar.text().substring(equals + 1).split(",", -1)) {
      paths.add(isOpen(path) ? path : absolute(path).toString());
    }
    return Scalar.string(
        scalar.text().substring(0, equals + 1) + String.join(",", paths), scalar.span());
  }

  private Node inTrigger(Node trigger) {
    return trigger instanceof Mapping mapping
        ? Trees.edit(mapping, "path", this::followed)
        : trigger;
  }

  /// What is watched is where its links lead: there the changes happen.
  private Node followed(Node node) {
    Node absolute = absolute(node);
    if (!(absolute instanceof Scalar path) || !asWritten.isEmpty()) {
      return absolute;
    }
    try {
      return Scalar.string(Path.of(path.text()).toRealPath().toString(), path.span());
    } catch (IOException _) {
      return path;
    }
  }

  private Node inMount(Node node) {
    return node instanceof Mapping mount && Trees.text(mount, "type").equals("bind")
        ? Trees.edit(mount, "source", this::absolute)
        : node;
  }

  private Node absolute(Node node) {
    if (!(node instanceof Scalar scalar) || scalar.isNull() || stays(scalar.text())) {
      return node;
    }
    if (!asWritten.isEmpty()) {
      return asWritten.contains(scalar.span().file()) ? scalar : relative(scalar);
    }
    boolean already = scalar.text().startsWith("/");
    return already ? scalar : Scalar.string(absolute(scalar.text()).toString(), scalar.span());
  }

  private Scalar relative(Scalar path) {
    String text = path.text();
    return text.startsWith(directory + "/")
        ? Scalar.string(text.substring(directory.toString().length() + 1), path.span())
        : path;
  }

  /// What is not of this host, not known yet, or no path at all.
  private boolean stays(String text) {
    boolean ofWindows = text.startsWith(":\\", 1) || text.startsWith(":/", 1);
    return isOpen(text) || ofWindows || text.indexOf('\0') >= 0;
  }

  private boolean isOpen(String text) {
    return open && text.startsWith("$");
  }
}
