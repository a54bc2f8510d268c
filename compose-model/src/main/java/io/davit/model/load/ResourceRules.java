package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node.Mapping;
import java.util.List;

/// What must hold for each config and secret: one thing says what is in it (compose-spec
/// 08-configs.md, 09-secrets.md); and for volumes that are somebody else's.
final class ResourceRules {
  private ResourceRules() {}

  static void check(Mapping project, Problems problems) {
    check(project, "secret", List.of("file", "environment", "external"), problems);
    check(project, "config", List.of("file", "environment", "content", "external"), problems);
    volumes(project, problems);
  }

  private static void check(Mapping project, String kind, List<String> sources, Problems problems) {
    Trees.child(project, kind + 's')
        .entries()
        .forEach(
            (name, entry) -> {
              Mapping resource = Trees.child(Trees.child(project, kind + 's'), name);
              long said = sources.stream().filter(source -> says(resource, source)).count();
              boolean driven = said == 0 && resource.get("driver").isPresent();
              boolean told = sources.stream().anyMatch(s -> problems.isRefused(resource.span(), s));
              if (said != 1 && !driven && !told) {
                problems.error(
                    "%s \"%s\" must have exactly one of %s"
                        .formatted(kind, name, String.join(", ", sources)),
                    entry.keySpan(),
                    "say where its content comes from, in one way");
              }
            });
  }

  /// An external volume is somebody else's: nothing but its name may be said of it.
  private static void volumes(Mapping project, Problems problems) {
    Trees.child(project, "volumes")
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Mapping volume
                  && Trees.text(volume, "external").equals("true")) {
                for (String key : volume.entries().keySet()) {
                  if (!List.of("name", "external").contains(key) && !key.startsWith("x-")) {
                    problems.error(
                        "volume \"%s\" is external and has \"%s\"".formatted(name, key),
                        volume.keySpan(key),
                        "remove one of them: whoever made the volume chose its " + key);
                  }
                }
              }
            });
  }

  /// Those that are used and made of a variable have it.
  static void filled(Mapping project, Environment environment, Problems problems) {
    for (String kind : List.of("secret", "config")) {
      Mapping all = Trees.child(project, kind + 's');
      for (String name : all.entries().keySet()) {
        Trees.scalar(Trees.child(all, name), "environment")
            .filter(variable -> environment.get(variable.text()).isEmpty())
            .ifPresent(
                variable ->
                    problems.error(
                        "%s \"%s\" is made of the variable \"%s\", which is not set"
                            .formatted(kind, name, variable.text()),
                        variable.span(),
                        "set it in the environment or in .env"));
      }
    }
  }

  private static boolean says(Mapping resource, String source) {
    return resource.get(source).isPresent()
        && !(source.equals("external") && Trees.text(resource, source).equals("false"));
  }
}
