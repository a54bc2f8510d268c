package io.davit.model.load;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.nio.file.Path;

/// Makes paths of the host absolute: relative ones begin at the project's directory, `~` at the
/// user's home (compose-spec 05-services.md#volumes). One that is absolute stays as it is written.
final class Paths {
  private final Path directory;
  private final Path home;
  private final boolean open;

  Paths(Path directory, Environment environment) {
    this(directory, environment, false);
  }

  /// @param open whether variables are not expanded: then a path that begins with one stays
  Paths(Path directory, Environment environment, boolean open) {
    this.open = open;
    this.directory = directory;
    this.home = Path.of(environment.get("HOME").filter(h -> !h.isEmpty()).orElse("/"));
  }

  Path absolute(String text) {
    if (text.equals("~")) {
      return home;
    }
    Path path = text.startsWith("~/") ? home.resolve(text.substring(2)) : directory.resolve(text);
    return path.normalize();
  }

  Mapping in(Mapping project) {
    Mapping done =
        Trees.edit(
            project,
            "services",
            services -> Trees.editEach((Mapping) services, (_, service) -> inService(service)));
    for (String kind : new String[] {"configs", "secrets"}) {
      done =
          Trees.edit(
              done,
              kind,
              all ->
                  Trees.editEach(
                      (Mapping) all, (_, one) -> Trees.edit(one, "file", this::absolute)));
    }
    return done;
  }

  private Mapping inService(Mapping service) {
    Mapping mounted =
        Trees.edit(service, "volumes", volumes -> Trees.editItems(volumes, this::inMount));
    return Trees.edit(
        mounted,
        "env_file",
        files ->
            Trees.editItems(
                files,
                file ->
                    file instanceof Mapping mapping
                        ? Trees.edit(mapping, "path", this::absolute)
                        : file));
  }

  private Node inMount(Node node) {
    return node instanceof Mapping mount && Trees.text(mount, "type").equals("bind")
        ? Trees.edit(mount, "source", this::absolute)
        : node;
  }

  private Node absolute(Node node) {
    Scalar scalar = (Scalar) node;
    if (open && scalar.text().startsWith("$")) {
      return scalar;
    }
    boolean already = scalar.text().startsWith("/");
    return already ? scalar : Scalar.string(absolute(scalar.text()).toString(), scalar.span());
  }
}
