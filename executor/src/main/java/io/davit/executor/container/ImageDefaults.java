package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.Healthcheck;
import io.davit.image.Images;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a create body leaves out comes from the image, by Docker's rules: lists of volumes, ports
/// and labels are united, the environment is completed, the rest is taken when absent. An image's
/// command goes with its entrypoint: a body that sets the entrypoint gets no command from the
/// image.
final class ImageDefaults {
  private ImageDefaults() {}

  static ContainerCreate merge(ContainerCreate body, Images.Config image) {
    List<String> entrypoint = entrypoint(body, image);
    return new ContainerCreate(
        body.hostname(),
        body.domainname(),
        Given.text(body.user()).isEmpty() ? image.user() : body.user(),
        body.tty(),
        body.openStdin(),
        body.stdinOnce(),
        body.attachStdin(),
        body.attachStdout(),
        body.attachStderr(),
        environment(Given.list(body.env()), image.environment()),
        command(body, image),
        entrypoint,
        body.image(),
        Given.text(body.workingDir()).isEmpty() ? image.workingDirectory() : body.workingDir(),
        unite(body.volumes(), image.volumes()),
        unite(body.exposedPorts(), image.exposedPorts()),
        labels(body.labels(), image.labels()),
        Given.text(body.stopSignal()).isEmpty() ? image.stopSignal() : body.stopSignal(),
        body.stopTimeout(),
        healthcheck(body.healthcheck(), image.healthcheck()),
        Given.list(body.shell()).isEmpty() ? image.shell() : body.shell(),
        body.hostConfig(),
        body.networkingConfig());
  }

  private static List<String> entrypoint(ContainerCreate body, Images.Config image) {
    List<String> given = body.entrypoint();
    if (given == null) {
      return image.entrypoint();
    }
    return given.equals(List.of("")) ? List.of() : given;
  }

  private static List<String> command(ContainerCreate body, Images.Config image) {
    boolean entrypointGiven = body.entrypoint() != null && !body.entrypoint().isEmpty();
    List<String> given = Given.list(body.cmd());
    return given.isEmpty() && !entrypointGiven ? image.command() : given;
  }

  private static List<String> environment(List<String> given, List<String> image) {
    List<String> merged = new ArrayList<>(given);
    for (String variable : image) {
      if (given.stream().noneMatch(other -> key(other).equals(key(variable)))) {
        merged.add(variable);
      }
    }
    return merged;
  }

  static String key(String variable) {
    int equals = variable.indexOf('=');
    return equals < 0 ? variable : variable.substring(0, equals);
  }

  private static Map<String, Map<String, String>> unite(
      @Nullable Map<String, Map<String, String>> given, List<String> image) {
    Map<String, Map<String, String>> united = new LinkedHashMap<>(Given.map(given));
    image.forEach(key -> united.putIfAbsent(key, Map.of()));
    return united;
  }

  private static Map<String, String> labels(
      @Nullable Map<String, String> given, Map<String, String> image) {
    Map<String, String> united = new LinkedHashMap<>(Given.map(given));
    image.forEach(united::putIfAbsent);
    return united;
  }

  private static @Nullable Healthcheck healthcheck(
      @Nullable Healthcheck given, Optional<Images.Healthcheck> image) {
    if (image.isEmpty()) {
      return given;
    }
    Images.Healthcheck inherited = image.get();
    if (given == null) {
      given = new Healthcheck(null, null, null, null, null, null);
    }
    return new Healthcheck(
        Given.list(given.test()).isEmpty() ? inherited.test() : given.test(),
        or(given.interval(), inherited.intervalNanos()),
        or(given.timeout(), inherited.timeoutNanos()),
        or(given.startPeriod(), inherited.startPeriodNanos()),
        or(given.startInterval(), inherited.startIntervalNanos()),
        Given.number(given.retries()) == 0
            ? Integer.valueOf(inherited.retries())
            : given.retries());
  }

  private static long or(@Nullable Long given, long inherited) {
    return Given.number(given) == 0 ? inherited : Given.number(given);
  }
}
