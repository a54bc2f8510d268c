package io.davit.executor.project;

import io.davit.api.ContainerInspect;
import io.davit.api.ContainerSummary;
import io.davit.executor.container.Containers;
import io.davit.executor.project.ContainerTranslation.Circumstances;
import io.davit.image.Images;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.planner.observed.Labels;
import io.davit.planner.plan.Action;
import io.davit.planner.plan.Target;
import io.davit.problem.NotFound;
import io.davit.problem.Unsupported;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Does one action of a plan: one call on containers, networks, volumes or images. Dispatch only:
/// whether it should be done is the planner's affair.
final class Actions {
  private final Containers containers;
  private final Images images;
  private final Optional<Project> project;
  private final OneOff oneOff;
  private final ConditionWait waiting;
  private final Optional<Duration> waitLimit;
  private final Optional<Long> waitDeadlineNanos;

  /// How `run` makes its container.
  ///
  /// @param removeAtEnd `--rm`
  /// @param useAliases whether it answers to the names of its service
  record OneOff(boolean removeAtEnd, boolean useAliases) {
    static final OneOff NONE = new OneOff(false, false);
  }

  /// @param project empty when nothing is declared: then no plan creates anything
  /// @param waitLimit how long conditions are waited for, from now on
  Actions(
      Containers containers,
      Images images,
      Optional<Project> project,
      OneOff oneOff,
      Optional<Duration> waitLimit) {
    this.containers = containers;
    this.images = images;
    this.project = project;
    this.oneOff = oneOff;
    this.waiting = new ConditionWait(containers);
    this.waitLimit = waitLimit;
    this.waitDeadlineNanos = waitLimit.map(limit -> System.nanoTime() + limit.toNanos());
  }

  /// Waits.
  ///
  /// @return false when `waits` ended before the condition held
  boolean await(Action.AwaitCondition condition, Cancellation waits) {
    return waiting.await(condition, waits, waitLimit, waitDeadlineNanos);
  }

  /// @param action anything but a wait
  /// @return the id of a container that was created
  Optional<String> perform(Action action) {
    switch (action) {
      case Action.CreateContainer create -> {
        return Optional.of(create(create));
      }
      case Action.CreateNetwork create -> createNetwork(create);
      case Action.RemoveNetwork remove -> ifThere(() -> containers.removeNetwork(remove.name()));
      case Action.CreateVolume create -> createVolume(create);
      case Action.RemoveVolume remove ->
          ifThere(() -> containers.removeVolume(remove.name(), false));
      case Action.EnsureImage ensure -> ensure(ensure);
      case Action.RemoveImage remove -> {
        var _ = images.remove(remove.image(), imagesInUse(), false);
      }
      case Action.RenameContainer rename ->
          containers.rename(rename.container().reference(), rename.newName());
      case Action.StartContainer start -> containers.start(start.container().reference());
      case Action.StopContainer stop ->
          ifThere(
              () ->
                  containers.stop(stop.container().reference(), stop.timeout(), Optional.empty()));
      case Action.KillContainer kill ->
          containers.kill(kill.container().reference(), kill.signal());
      case Action.PauseContainer pause -> containers.pause(pause.container().reference());
      case Action.UnpauseContainer unpause -> containers.unpause(unpause.container().reference());
      case Action.RemoveContainer remove ->
          ifThere(() -> containers.remove(remove.container().reference(), false, false));
      case Action.ConnectNetwork connect ->
          containers.connect(
              connect.network(),
              connect.container().reference(),
              ContainerTranslation.endpoint(
                  project().service(connect.container().service()), connect.attachment(), true));
      case Action.DisconnectNetwork disconnect ->
          containers.disconnect(disconnect.network(), disconnect.container().reference(), true);
      case Action.AwaitCondition _ -> throw new IllegalArgumentException("a wait is awaited");
    }
    return Optional.empty();
  }

  /// What shall go and is gone is as wanted.
  private static void ifThere(Runnable removal) {
    try {
      removal.run();
    } catch (NotFound _) {
      // As wanted.
    }
  }

  private Project project() {
    return project.orElseThrow(
        () -> new IllegalStateException("a plan without a declaration creates something"));
  }

  private String create(Action.CreateContainer create) {
    Service service = create.replica().service();
    boolean single = create.replica().oneOff();
    Map<String, String> inherited =
        create.inheritVolumes()
            ? create.predecessor().map(this::anonymousVolumes).orElse(Map.of())
            : Map.of();
    var circumstances =
        new Circumstances(
            images.find(service.image()).map(Images.Image::id).orElse(""),
            inherited,
            create.predecessor().map(Target::name),
            single && oneOff.removeAtEnd(),
            !single || oneOff.useAliases());
    return containers.create(
        create.name(), new ContainerTranslation(project()).create(create.replica(), circumstances));
  }

  /// By target.
  private Map<String, String> anonymousVolumes(Target predecessor) {
    Set<String> anonymous = new TreeSet<>();
    for (Containers.VolumeRecord volume : containers.volumes()) {
      if (volume.labels().containsKey(Labels.ANONYMOUS_VOLUME)) {
        anonymous.add(volume.name());
      }
    }
    Map<String, String> inherited = new LinkedHashMap<>();
    ContainerInspect inspect = containers.inspect(predecessor.reference());
    for (ContainerSummary.MountPoint mount : inspect.mounts()) {
      if (mount.name() != null && anonymous.contains(mount.name())) {
        inherited.put(mount.destination(), mount.name());
      }
    }
    return inherited;
  }

  private void createNetwork(Action.CreateNetwork create) {
    Network network = create.network();
    if (network.pools().size() > 1) {
      throw new Unsupported(
          "network \"%s\" declares %d address pools, and one is supported"
              .formatted(network.key(), network.pools().size()),
          network.source(),
          "keep one entry below ipam.config");
    }
    Optional<Network.Pool> pool = network.pools().stream().findFirst();
    var _ =
        containers.createNetwork(
            new Containers.NetworkConfig(
                network.name(),
                network.driver().isEmpty() ? "bridge" : network.driver(),
                network.internal(),
                network.attachable(),
                pool.map(Network.Pool::subnet).filter(text -> !text.isEmpty()),
                pool.map(Network.Pool::ipRange).filter(text -> !text.isEmpty()),
                pool.map(Network.Pool::gateway).filter(text -> !text.isEmpty()),
                network.driverOptions(),
                labels(network.labels(), Labels.NETWORK, network.key(), create.hash())));
  }

  private void createVolume(Action.CreateVolume create) {
    Volume volume = create.volume();
    if (!volume.driver().isEmpty() && !volume.driver().equals("local")) {
      throw new Unsupported(
          "volume \"%s\" has driver \"%s\", and \"local\" is supported"
              .formatted(volume.key(), volume.driver()),
          volume.source(),
          "remove driver");
    }
    containers.createVolume(
        volume.name(),
        volume.driverOptions(),
        labels(volume.labels(), Labels.VOLUME, volume.key(), create.hash()));
  }

  private Map<String, String> labels(
      Map<String, String> declared, String kind, String key, String hash) {
    Map<String, String> labels = new LinkedHashMap<>(declared);
    labels.put(Labels.PROJECT, project().name());
    labels.put(Labels.VERSION, Labels.COMPOSE_VERSION);
    labels.put(kind, key);
    labels.put(Labels.CONFIG_HASH, hash);
    return labels;
  }

  private void ensure(Action.EnsureImage ensure) {
    Service service = ensure.service();
    if (images.find(ensure.image()).isEmpty()) {
      throw new NotFound(
          "no such image: \"%s\"".formatted(ensure.image()),
          service.source(),
          "load it with davit image load, or import a root file system with davit image import: pulling is not supported yet");
    }
    throw new Unsupported(
        "pull_policy \"%s\" of service \"%s\" is not supported yet"
            .formatted(
                service.pullPolicy().name().toLowerCase(java.util.Locale.ROOT), service.name()),
        service.source(),
        "remove pull_policy: the image is there");
  }

  private Set<String> imagesInUse() {
    Set<String> used = new TreeSet<>();
    for (ContainerSummary container : containers.list(true, Map.of())) {
      used.add(container.imageId());
    }
    return used;
  }
}
