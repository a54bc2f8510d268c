package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.schema.Links;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `volumes_from: [SERVICE]` brings (compose-spec 05-services.md#volumes_from): the volumes
/// and the paths of the host that the other service mounts, each at its place, unless this service
/// mounts something else there. A volume of a container's own has no name by which it could be
/// mounted twice.
final class SharedVolumes {
  private final Mapping services;

  private SharedVolumes(Mapping services) {
    this.services = services;
  }

  /// A canonical project with the shared volumes in `volumes`, and without `volumes_from` but those
  /// of containers.
  static Mapping in(Mapping project) {
    SharedVolumes all = new SharedVolumes(Trees.child(project, "services"));
    return Trees.edit(
        project,
        "services",
        services -> Trees.editEach((Mapping) services, (name, service) -> all.with(name, service)));
  }

  /// Tells of volumes that are not shared: those that have no name, and those of which only the
  /// image of the other service knows.
  static void tell(Mapping project, Problems problems) {
    Mapping services = Trees.child(project, "services");
    services
        .entries()
        .forEach(
            (name, entry) -> {
              for (Node from : Trees.items((Mapping) entry.value(), "volumes_from")) {
                Links link = Links.volumesFrom(((Scalar) from).text());
                if (!link.container()) {
                  tell(name, from, link.name(), Trees.child(services, link.name()), problems);
                }
              }
            });
  }

  private static void tell(
      String name, Node from, String source, Mapping shared, Problems problems) {
    problems.warning(
        "service \"%s\": volumes_from shares what the file gives \"%s\", and not the volumes that only its image declares"
            .formatted(name, source),
        from.span(),
        "nothing to do, unless the image has a VOLUME to share: give it a name in both services");
    for (Node mount : Trees.items(shared, "volumes")) {
      if (isAnonymous((Mapping) mount)) {
        problems.error(
            "service \"%s\": volumes_from cannot share the anonymous volume \"%s\" of \"%s\" yet"
                .formatted(name, Trees.text((Mapping) mount, "target"), source),
            from.span(),
            "give the volume a name in both services");
      }
    }
  }

  private static boolean isAnonymous(Mapping mount) {
    return Trees.text(mount, "type").equals("volume") && Trees.text(mount, "source").isEmpty();
  }

  private Mapping with(String name, Mapping service) {
    if (Trees.items(service, "volumes_from").isEmpty()) {
      return service;
    }
    SourceSpan at = service.keySpan("volumes_from");
    Map<String, Node> mounts = mounts(name, service, List.of());
    return service
        .without("volumes_from")
        .with("volumes", new Entry(at, new Sequence(List.copyOf(mounts.values()), at)));
  }

  /// By target.
  ///
  /// @param chain the services that led here: a circle is told of elsewhere, and ends here
  private Map<String, Node> mounts(String name, Mapping service, List<String> chain) {
    Map<String, Node> mounts = new LinkedHashMap<>();
    for (Node node : Trees.items(service, "volumes_from")) {
      Links from = Links.volumesFrom(((Scalar) node).text());
      if (!from.container() && !chain.contains(from.name())) {
        List<String> longer = new ArrayList<>(chain);
        longer.add(name);
        Mapping source = Trees.child(services, from.name());
        mounts(from.name(), source, longer)
            .forEach((target, mount) -> mounts.put(target, as(from.detail(), (Mapping) mount)));
      }
    }
    mounts.values().removeIf(mount -> isAnonymous((Mapping) mount));
    for (Node node : Trees.items(service, "volumes")) {
      mounts.put(Trees.text((Mapping) node, "target"), node);
    }
    return mounts;
  }

  private static Mapping as(String mode, Mapping mount) {
    return mode.equals("ro")
        ? mount.with("read_only", new Entry(mount.span(), Scalar.bool(true, mount.span())))
        : mount;
  }
}
