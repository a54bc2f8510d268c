package io.davit.model.load;

import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which services are enabled (compose-spec 15-profiles.md): those without profiles, and those with
/// an active one. A service that is asked for by name activates its profiles.
///
/// @param enabled the project with enabled services and jobs only
/// @param disabled the other services, by name
record Profiles(Mapping enabled, Map<String, Mapping> disabled) {
  static Profiles select(Mapping project, LoadRequest request, Environment environment) {
    Mapping services = Trees.child(project, "services");
    Set<String> active = new HashSet<>(request.flags().profiles());
    if (request.flags().profiles().isEmpty()) {
      Arrays.stream(environment.get("COMPOSE_PROFILES").orElse("").split(",", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .forEach(active::add);
    }
    for (String name : request.services()) {
      active.addAll(of(Trees.child(services, name)));
    }
    Map<String, Mapping> disabled = new LinkedHashMap<>();
    services
        .entries()
        .forEach(
            (name, entry) -> {
              if (!isOn((Mapping) entry.value(), active)) {
                disabled.put(name, (Mapping) entry.value());
              }
            });
    Mapping kept =
        Trees.edit(
            Trees.edit(project, "services", all -> enabled((Mapping) all, active)),
            "jobs",
            all -> enabled((Mapping) all, active));
    return new Profiles(withoutOptional(kept, disabled.keySet()), disabled);
  }

  private static boolean isOn(Mapping service, Set<String> active) {
    List<String> declared = of(service);
    return declared.isEmpty()
        || active.contains("*")
        || declared.stream().anyMatch(active::contains);
  }

  private static Mapping enabled(Mapping all, Set<String> active) {
    return all.each(
        (_, entry) -> Optional.of(entry.value()).filter(value -> isOn((Mapping) value, active)));
  }

  static List<String> of(Mapping service) {
    return Trees.items(service, "profiles").stream().map(item -> ((Scalar) item).text()).toList();
  }

  /// Dependencies that are not required and not enabled are none.
  private static Mapping withoutOptional(Mapping project, Set<String> disabled) {
    return Trees.editContainers(
        project,
        (_, service) ->
            Trees.edit(
                service,
                "depends_on",
                node -> {
                  Mapping dependencies = (Mapping) node;
                  for (String name : new LinkedHashSet<>(dependencies.entries().keySet())) {
                    boolean optional =
                        Trees.text(Trees.child(dependencies, name), "required").equals("false");
                    dependencies =
                        optional && disabled.contains(name)
                            ? dependencies.without(name)
                            : dependencies;
                  }
                  return dependencies;
                }));
  }
}
