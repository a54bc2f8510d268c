package io.davit.model.load;

import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which services are enabled (compose-spec 15-profiles.md): those without profiles, and those with
/// an active one. A service that is asked for by name activates its profiles.
///
/// @param enabled the project with enabled services only
/// @param disabled the others, by name
record Profiles(Mapping enabled, Map<String, Mapping> disabled) {
  static Profiles select(Mapping project, LoadRequest request, Environment environment) {
    Mapping services = Trees.child(project, "services");
    Set<String> active = new HashSet<>(request.profiles());
    if (request.profiles().isEmpty()) {
      Arrays.stream(environment.get("COMPOSE_PROFILES").orElse("").split(",", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .forEach(active::add);
    }
    for (String name : request.services()) {
      active.addAll(of(Trees.child(services, name)));
    }
    Map<String, Entry> enabled = new LinkedHashMap<>();
    Map<String, Mapping> disabled = new LinkedHashMap<>();
    services
        .entries()
        .forEach(
            (name, entry) -> {
              List<String> declared = of((Mapping) entry.value());
              boolean on =
                  declared.isEmpty()
                      || active.contains("*")
                      || declared.stream().anyMatch(active::contains);
              if (on) {
                enabled.put(name, entry);
              } else {
                disabled.put(name, (Mapping) entry.value());
              }
            });
    Mapping kept = Trees.edit(project, "services", _ -> new Mapping(enabled, services.span()));
    return new Profiles(withoutOptional(kept, disabled.keySet()), disabled);
  }

  static List<String> of(Mapping service) {
    return Trees.items(service, "profiles").stream().map(item -> ((Scalar) item).text()).toList();
  }

  /// Dependencies that are not required and not enabled are none.
  private static Mapping withoutOptional(Mapping project, Set<String> disabled) {
    return Trees.edit(
        project,
        "services",
        services ->
            Trees.editEach(
                (Mapping) services,
                (_, service) ->
                    Trees.edit(
                        service,
                        "depends_on",
                        node -> {
                          Mapping dependencies = (Mapping) node;
                          for (String name : new LinkedHashSet<>(dependencies.entries().keySet())) {
                            boolean optional =
                                Trees.text(Trees.child(dependencies, name), "required")
                                    .equals("false");
                            dependencies =
                                optional && disabled.contains(name)
                                    ? dependencies.without(name)
                                    : dependencies;
                          }
                          return dependencies;
                        })));
  }
}
