package io.davit.executor.server;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.Healthcheck;
import io.davit.api.ImageInspect;
import io.davit.api.ImageSummary;
import io.davit.image.Images;
import io.davit.image.Images.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Renders images in Docker's shapes.
final class ImageShapes {
  private ImageShapes() {}

  static ImageSummary summary(Image image, int containers) {
    return new ImageSummary(
        image.id(),
        "",
        image.tags(),
        image.digests(),
        image.created().getEpochSecond(),
        image.sizeBytes(),
        -1,
        image.sizeBytes(),
        image.config().labels(),
        containers);
  }

  static ImageInspect inspect(Image image) {
    return new ImageInspect(
        image.id(),
        image.tags(),
        image.digests(),
        "",
        image.provenance().comment(),
        image.created().toString(),
        image.provenance().author(),
        config(image.config()),
        image.architecture(),
        image.variant().isEmpty() ? null : image.variant(),
        image.os(),
        image.sizeBytes(),
        image.sizeBytes(),
        new ImageInspect.RootFs("layers", image.diffIds()));
  }

  private static ContainerCreate config(Images.Config config) {
    return new ContainerCreate(
        "",
        "",
        config.user(),
        false,
        false,
        false,
        false,
        false,
        false,
        config.environment(),
        config.command(),
        config.entrypoint(),
        "",
        config.workingDirectory(),
        keys(config.volumes()),
        keys(config.exposedPorts()),
        config.labels(),
        config.stopSignal(),
        null,
        config
            .healthcheck()
            .map(
                check ->
                    new Healthcheck(
                        check.test(),
                        check.intervalNanos(),
                        check.timeoutNanos(),
                        check.startPeriodNanos(),
                        check.startIntervalNanos(),
                        check.retries()))
            .orElse(null),
        config.shell(),
        null,
        null);
  }

  private static Map<String, Map<String, String>> keys(List<String> keys) {
    Map<String, Map<String, String>> map = new LinkedHashMap<>();
    keys.forEach(key -> map.put(key, Map.of()));
    return map;
  }
}
