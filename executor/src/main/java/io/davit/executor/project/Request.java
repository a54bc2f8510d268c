package io.davit.executor.project;

import io.davit.api.ProjectRequest;
import io.davit.api.ProjectRequest.Options;
import io.davit.planner.Operation;
import io.davit.planner.Operation.Orphans;
import io.davit.planner.Operation.Recreate;
import io.davit.planner.Operation.RemovedImages;
import io.davit.planner.Operation.UpOptions;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request of a client with all defaults filled in.
final class Request {
  private static final Options NO_OPTIONS =
      new Options(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null);

  private final ProjectRequest body;
  private final Optional<Model> files;
  private final Options options;

  /// Reads the compose files, when the client wants that.
  Request(ProjectRequest body) {
    this.body = body;
    this.files =
        Optional.ofNullable(body.files()).map(named -> ComposeFiles.model(named, services()));
    this.options = body.options() == null ? NO_OPTIONS : body.options();
  }

  /// @throws io.davit.problem.InvalidProject when the client sent what is no model
  Optional<Model> model() {
    return files.or(() -> Optional.ofNullable(body.model()).map(Model::read));
  }

  List<String> services() {
    return body.services() == null ? List.of() : List.copyOf(body.services());
  }

  Map<String, Integer> scale() {
    return options.scale() == null ? Map.of() : options.scale();
  }

  boolean trace() {
    return flag(options.trace());
  }

  boolean dryRun() {
    return flag(options.dryRun());
  }

  boolean noDeps() {
    return flag(options.noDeps());
  }

  Optional<Duration> waitLimit() {
    Integer seconds = options.waitTimeoutSeconds();
    return seconds == null || seconds <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }

  ProjectRequest.Run run() {
    ProjectRequest.Run run = options.run();
    return run == null
        ? new ProjectRequest.Run(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null)
        : run;
  }

  /// Every operation that a plan serves, but `run`.
  Operation operation(String name) {
    return switch (name) {
      case "up" -> new Operation.Up(services(), upOptions(), !flag(options.noStart()));
      case "create" -> new Operation.Up(services(), upOptions(), false);
      case "scale" -> scaling();
      case "start" -> new Operation.Start(services(), flag(options.waitHealthy()));
      case "stop" -> new Operation.Stop(services(), timeout());
      case "restart" -> new Operation.Restart(services(), timeout(), noDeps());
      case "kill" -> new Operation.Kill(services(), signal(), flag(options.removeOrphans()));
      case "rm" ->
          new Operation.Remove(services(), flag(options.stop()), flag(options.removeVolumes()));
      case "pause" -> new Operation.Pause(services());
      case "unpause" -> new Operation.Unpause(services());
      case "down" ->
          new Operation.Down(
              services(),
              flag(options.removeVolumes()),
              flag(options.removeOrphans()),
              images(),
              timeout());
      default ->
          throw new InvalidInput(
              "unknown operation \"%s\"".formatted(name),
              new Resource("operation", name),
              "use one of up, create, down, start, stop, restart, kill, rm, pause, unpause, scale, run, wait");
    };
  }

  private Operation scaling() {
    if (scale().isEmpty()) {
      throw new InvalidInput(
          "scale names no service", new Resource("operation", "scale"), "davit scale web=3");
    }
    UpOptions up = upOptions();
    return new Operation.Up(
        List.copyOf(scale().keySet()),
        new UpOptions(
            up.recreate(),
            false,
            false,
            up.noDeps(),
            Orphans.IGNORE,
            up.waitHealthy(),
            up.timeout(),
            false),
        true);
  }

  private UpOptions upOptions() {
    String pull = options.pull() == null ? "" : options.pull();
    if (pull.equals("always") || pull.equals("build")) {
      throw new Unsupported(
          "--pull %s is not supported yet".formatted(pull),
          new Resource("option", "pull"),
          "load images with davit image load");
    }
    Recreate recreate =
        flag(options.forceRecreate())
            ? Recreate.ALWAYS
            : flag(options.noRecreate()) ? Recreate.NEVER : Recreate.DIVERGED;
    Orphans orphans =
        flag(options.removeOrphans())
            ? Orphans.REMOVE
            : flag(options.ignoreOrphans()) ? Orphans.IGNORE : Orphans.WARN;
    return new UpOptions(
        recreate,
        flag(options.alwaysRecreateDeps()),
        flag(options.renewAnonVolumes()),
        noDeps(),
        orphans,
        flag(options.waitHealthy()),
        timeout(),
        flag(options.yes()));
  }

  private Optional<Duration> timeout() {
    return Optional.ofNullable(options.timeoutSeconds()).map(Duration::ofSeconds);
  }

  private String signal() {
    return options.signal() == null || options.signal().isEmpty() ? "SIGKILL" : options.signal();
  }

  private RemovedImages images() {
    String which = options.removeImages() == null ? "" : options.removeImages();
    return switch (which) {
      case "" -> RemovedImages.NONE;
      case "local" -> RemovedImages.LOCAL;
      case "all" -> RemovedImages.ALL;
      default ->
          throw new InvalidInput(
              "--rmi \"%s\" is neither local nor all".formatted(which),
              new Resource("option", "rmi"),
              "use --rmi local or --rmi all");
    };
  }

  static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }
}
