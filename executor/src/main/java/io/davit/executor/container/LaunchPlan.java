package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.image.Images.Layers;
import io.davit.network.Networks.Sandbox;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.problem.Unsupported;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.DeviceSpec;
import io.davit.runtime.MountSpec;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.ProcessSpec.Ulimit;
import io.davit.runtime.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the runtime is told to start, from a record.
final class LaunchPlan {
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String SHM = "/dev/shm";
  static final long SHM_BYTES = 64L << 20;
  private static final int STICKY = 01777;
  private static final String HOST = "host";

  /// Of `ipc` only: a namespace of its own, without /dev/shm.
  private static final String NONE = "none";

  private final Places places;
  private final SharedNamespaces shared;

  LaunchPlan(Places places, SharedNamespaces shared) {
    this.places = places;
    this.shared = shared;
  }

  /// @param files mounts of what the engine wrote for this run
  ContainerSpec spec(
      ContainerRecord record,
      List<Layers> layers,
      Optional<Sandbox> sandbox,
      List<MountSpec> files) {
    HostConfig host = record.host();
    List<MountSpec> mounts = new ArrayList<>();
    shm(record).ifPresent(mounts::add);
    for (MountRecord mount : record.mounts()) {
      if (mount.file().isEmpty()) {
        mounts.add(mount(mount));
      }
    }
    mounts.addAll(files);
    return new ContainerSpec(
        record.id(),
        root(record.id(), layers),
        Given.flag(host.readonlyRootfs()),
        process(record),
        namespaces(record, sandbox),
        mounts,
        devices(host),
        Given.map(host.sysctls()),
        SecurityPlan.of(host),
        resources(host),
        Given.flag(host.init()),
        logs(record));
  }

  private List<OverlayRoot> root(String id, List<Layers> layers) {
    List<OverlayRoot> root = new ArrayList<>();
    for (Layers stack : layers) {
      int number = root.size();
      List<Path> directories = new ArrayList<>(stack.directories());
      if (number == 0) {
        directories.add(places.base());
      }
      root.add(
          new OverlayRoot(
              stack.target(), directories, places.upper(id, number), places.work(id, number)));
    }
    return root;
  }

  /// As the first process sees itself; an exec takes over what it does not set.
  static ProcessSpec process(ContainerRecord record) {
    ContainerCreate config = record.config();
    HostConfig host = record.host();
    return new ProcessSpec(
        record.arguments(),
        environment(record),
        Given.text(config.workingDir()).isEmpty() ? "/" : Given.text(config.workingDir()),
        Given.text(config.user()),
        Given.list(host.groupAdd()),
        record.terminal(),
        Given.flag(config.openStdin()),
        0,
        0,
        ulimits(host),
        Given.number(host.oomScoreAdj()));
  }

  /// Docker's order: defaults, then what was given; an entry without `=` takes a default away.
  static List<String> environment(ContainerRecord record) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", PATH);
    variables.put("HOSTNAME", "HOSTNAME=" + hostname(record));
    if (record.terminal()) {
      variables.put("TERM", "TERM=xterm");
    }
    for (String variable : Given.list(record.config().env())) {
      if (variable.indexOf('=') < 0) {
        variables.remove(variable);
      } else {
        variables.put(ImageDefaults.key(variable), variable);
      }
    }
    return List.copyOf(variables.values());
  }

  static String hostname(ContainerRecord record) {
    String given = Given.text(record.config().hostname());
    return given.isEmpty() ? Ids.shortened(record.id()) : given;
  }

  private Namespaces namespaces(ContainerRecord record, Optional<Sandbox> sandbox) {
    HostConfig host = record.host();
    return new Namespaces(
        sandbox.map(Sandbox::namespace),
        shared.pid(record),
        shared.ipc(record),
        own("uts", host.utsMode()),
        own("cgroup", host.cgroupnsMode()),
        hostname(record),
        Given.text(record.config().domainname()));
  }

  private static boolean own(String kind, @org.jspecify.annotations.Nullable String mode) {
    return switch (Given.text(mode)) {
      case "", "private" -> true;
      case HOST -> false;
      default ->
          throw new Unsupported(
              kind + " mode \"" + mode + "\" is not supported",
              new Resource("option", kind),
              "use private or host");
    };
  }

  private static Optional<MountSpec> shm(ContainerRecord record) {
    boolean mounted = record.mounts().stream().anyMatch(mount -> mount.target().equals(SHM));
    String mode = Given.text(record.host().ipcMode());
    boolean others = mode.equals(HOST) || SharedNamespaces.joined(mode).isPresent();
    if (mounted || others || mode.equals(NONE)) {
      return Optional.empty();
    }
    long given = Given.number(record.host().shmSize());
    long bytes = given == 0 ? SHM_BYTES : given;
    return Optional.of(new MountSpec.Tmpfs(SHM, Optional.of(bytes), STICKY, 0, 0, false, true));
  }

  private static MountSpec mount(MountRecord mount) {
    return switch (mount.kind()) {
      case TMPFS -> {
        MountRecord.TmpfsRecord options = mount.tmpfs().orElseThrow();
        yield new MountSpec.Tmpfs(
            mount.target(),
            options.sizeBytes() == 0 ? Optional.empty() : Optional.of(options.sizeBytes()),
            options.mode(),
            options.uid(),
            options.gid(),
            mount.readOnly(),
            options.noExec());
      }
      case BIND, VOLUME, FILE ->
          new MountSpec.Bind(
              source(mount),
              mount.target(),
              mount.readOnly(),
              mount.recursive(),
              mount.propagation().isEmpty() ? "rprivate" : mount.propagation());
    };
  }

  private static Path source(MountRecord mount) {
    Path source = Path.of(mount.source());
    if (Files.exists(source)) {
      return source;
    }
    if (!mount.create()) {
      throw mount.kind() == MountRecord.Kind.VOLUME
          ? new InvalidInput(
              "the directory of volume \"" + mount.name() + "\" is gone: " + source,
              new Resource("volume", mount.name()),
              "remove the container and the volume, and create them anew")
          : MountPlan.missingSource(mount.source());
    }
    try {
      return Files.createDirectories(source);
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot make the directory \"" + source + "\": " + e.getMessage(),
          Optional.of(new Resource("path", source.toString())),
          Optional.of("create it, or correct the path"),
          e);
    }
  }

  private static List<DeviceSpec> devices(HostConfig host) {
    return Given.list(host.devices()).stream()
        .map(
            device -> {
              String source = Given.text(device.pathOnHost());
              String target = Given.text(device.pathInContainer());
              String permissions = Given.text(device.cgroupPermissions());
              if (!Files.exists(Path.of(source))) {
                throw new InvalidInput(
                    "the device \"" + source + "\" does not exist",
                    new Resource("path", source),
                    "name a device of this machine");
              }
              return new DeviceSpec(
                  Path.of(source),
                  target.isEmpty() ? source : target,
                  permissions.isEmpty() ? "rwm" : permissions);
            })
        .toList();
  }

  private static List<Ulimit> ulimits(HostConfig host) {
    return Given.list(host.ulimits()).stream()
        .map(
            limit ->
                new Ulimit(
                    Given.text(limit.name()),
                    Given.number(limit.soft()),
                    Given.number(limit.hard())))
        .toList();
  }

  static Resources resources(HostConfig host) {
    long memory = Given.number(host.memory());
    long swap = Given.number(host.memorySwap());
    return new Resources(
        memory,
        // Docker: a limit on memory alone allows as much again in swap.
        memory > 0 && swap == 0 ? memory * 2 : swap,
        Given.number(host.memoryReservation()),
        Given.number(host.nanoCpus()),
        Given.number(host.cpuShares()),
        Given.number(host.cpuQuota()),
        Given.number(host.cpuPeriod()),
        Given.text(host.cpusetCpus()),
        Given.text(host.cpusetMems()),
        Given.number(host.pidsLimit()));
  }

  private LogSpec logs(ContainerRecord record) {
    return LogOptions.of(record.host()).spec(places.logs(record.id()));
  }
}
