package io.davit.executor.server;

import io.davit.api.VolumeCreate;
import io.davit.api.VolumeInspect;
import io.davit.executor.container.Containers.VolumeRecord;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/volumes`.
public final class VolumeRoutes implements Routes {
  private static final String LOCAL = "local";
  private static final String ANONYMOUS = "com.docker.volume.anonymous";

  private final EngineContainers containers;

  public VolumeRoutes(EngineContainers containers) {
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/volumes", this::list);
    router.post("/volumes/create", this::create);
    router.post("/volumes/prune", this::prune);
    router.get("/volumes/{name}", this::inspect);
    router.delete("/volumes/{name}", this::remove);
  }

  private void list(Exchange exchange) {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, Set.of("name", "label", "driver", "dangling"));
    List<VolumeInspect> found =
        containers.volumes().stream()
            .filter(
                volume ->
                    Filters.any(filters, "name", volume.name()::contains)
                        && Filters.any(filters, "driver", LOCAL::equals)
                        && Filters.any(
                            filters, "dangling", value -> used(volume) != value.equals("true"))
                        && Filters.labels(filters, volume.labels()))
            .map(VolumeRoutes::body)
            .toList();
    exchange.answer(200, Map.of("Volumes", found, "Warnings", List.of()));
  }

  private boolean used(VolumeRecord volume) {
    return !containers.list(true, Map.of("volume", List.of(volume.name()))).isEmpty();
  }

  private void create(Exchange exchange) {
    VolumeCreate body = exchange.body(VolumeCreate.class);
    String driver = body.driver() == null || body.driver().isEmpty() ? LOCAL : body.driver();
    if (!driver.equals(LOCAL)) {
      throw new Unsupported(
          "volumes of driver \"" + driver + "\" are not supported",
          new Resource("volume", String.valueOf(body.name())),
          "use the driver local");
    }
    String name = body.name() == null ? "" : body.name();
    VolumeRecord made =
        containers.createVolumeNamed(name, map(body.driverOpts()), map(body.labels()));
    exchange.answer(201, body(made));
  }

  private void inspect(Exchange exchange) {
    exchange.answer(200, body(containers.volume(exchange.variable("name"))));
  }

  private void remove(Exchange exchange) {
    containers.removeVolume(exchange.variable("name"), exchange.flag("force"));
    exchange.answer(204);
  }

  private void prune(Exchange exchange) {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, Set.of("label", "all"));
    boolean all = Filters.any(filters, "all", "true"::equals) && filters.containsKey("all");
    List<String> deleted = new ArrayList<>();
    for (VolumeRecord volume : containers.volumes()) {
      boolean eligible = all || volume.labels().containsKey(ANONYMOUS);
      if (eligible && !used(volume) && Filters.labels(filters, volume.labels())) {
        containers.removeVolume(volume.name(), false);
        deleted.add(volume.name());
      }
    }
    exchange.answer(200, Map.of("VolumesDeleted", deleted, "SpaceReclaimed", 0));
  }

  private static VolumeInspect body(VolumeRecord volume) {
    return new VolumeInspect(
        volume.name(),
        LOCAL,
        volume.mountpoint(),
        volume.created(),
        volume.labels(),
        LOCAL,
        volume.options());
  }

  private static Map<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? Map.of() : value;
  }
}
