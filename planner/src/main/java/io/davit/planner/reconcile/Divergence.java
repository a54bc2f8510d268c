package io.davit.planner.reconcile;

import io.davit.model.canonical.Fields;
import io.davit.planner.desired.DesiredService;
import io.davit.planner.desired.DesiredState;
import io.davit.planner.observed.ObservedContainer;
import io.davit.planner.plan.Cause;
import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Why a container is no longer what its service declares (docker/compose pkg/compose/reconcile.go,
/// mustRecreate).
final class Divergence {
  private static final int CHANGES_SHOWN = 3;
  private final DesiredState desired;
  private final Resources resources;
  private final Map<String, String> images;

  Divergence(DesiredState desired, Resources resources, Map<String, String> images) {
    this.desired = desired;
    this.resources = resources;
    this.images = images;
  }

  /// The first reason for a container to be made anew, or none.
  Optional<Cause> of(ObservedContainer container, DesiredService service) {
    if (container.state() instanceof ObservedContainer.State.Dead) {
      return Optional.of(Cause.of("it is dead"));
    }
    if (!sameDeclaration(container, service)) {
      return Optional.of(changedDeclaration(container, service));
    }
    String image = images.get(service.service().image());
    if (image != null && !container.image().isEmpty() && !container.image().equals(image)) {
      return Optional.of(
          Cause.at(
              service.service().source(),
              "image %s: %s → %s"
                  .formatted(service.service().image(), brief(container.image()), brief(image))));
    }
    return missingNetwork(container, service).or(() -> missingVolume(container, service));
  }

  /// By the fields where they are known: a hash may also differ because another version made it.
  private static boolean sameDeclaration(ObservedContainer container, DesiredService service) {
    return container.hash().equals(service.hash())
        || container.declared().filter(service.fields()::equals).isPresent();
  }

  private Optional<Cause> missingNetwork(ObservedContainer container, DesiredService service) {
    Set<String> missing = new TreeSet<>(resources.networkNames(service.service()));
    missing.removeAll(container.networks());
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Cause.at(
            service.service().source(),
            "it is not connected to network " + String.join(", ", missing)));
  }

  private Optional<Cause> missingVolume(ObservedContainer container, DesiredService service) {
    for (Map.Entry<String, String> mount : resources.volumeNames(service.service()).entrySet()) {
      if (!mount.getValue().equals(container.volumes().get(mount.getKey()))) {
        return Optional.of(
            Cause.at(
                service.service().source(),
                "volume %s is not mounted at %s".formatted(mount.getValue(), mount.getKey())));
      }
    }
    return Optional.empty();
  }

  private Cause changedDeclaration(ObservedContainer container, DesiredService service) {
    List<Fields.Change> changes =
        container.declared().map(older -> service.fields().since(older)).orElse(List.of());
    if (changes.isEmpty()) {
      return Cause.at(service.service().source(), "its declaration changed");
    }
    StringBuilder text = new StringBuilder();
    changes.stream()
        .limit(CHANGES_SHOWN)
        .forEach(change -> text.append(text.isEmpty() ? "" : ", ").append(change.text()));
    if (changes.size() > CHANGES_SHOWN) {
      text.append(" and %d more".formatted(changes.size() - CHANGES_SHOWN));
    }
    Optional<SourceSpan> source =
        desired
            .project()
            .provenance()
            .at("services.%s.%s".formatted(service.name(), changes.getFirst().path()));
    return new Cause(text.toString(), source.or(() -> Optional.of(service.service().source())));
  }

  /// An image id as people compare it.
  private static String brief(String id) {
    String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
    return digits.length() > 12 ? digits.substring(0, 12) : digits;
  }
}
