package io.davit.executor.project;

import io.davit.api.ContainerInspect.Health;
import io.davit.api.ContainerInspect.Probe;
import io.davit.api.ContainerSummary;
import io.davit.api.Progress;
import io.davit.api.ProjectRequest;
import io.davit.api.ProjectRequest.Options;
import io.davit.executor.container.Containers;
import io.davit.executor.container.Containers.Event;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.fake.FakeEngine;
import io.davit.executor.fake.FakeImages;
import io.davit.executor.supervise.RestartSupervisor;
import io.davit.executor.supervise.Timer;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectLoader;
import io.davit.planner.observed.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Projects over a whole engine whose processes do what the test says: they run for ever, end at
/// once, or are found healthy or not.
final class Workshop implements AutoCloseable {
  static final Options NO_OPTIONS =
      new Options(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null);

  private final FakeEngine engine;
  private final Timer timer;
  private final Map<String, Integer> jobs = new HashMap<>();
  private final Set<String> healthy = new HashSet<>();
  private final Set<String> unhealthy = new HashSet<>();
  private EngineContainers containers;
  private Journal journal;
  private DeclaredProjects projects;

  Workshop(Path directory) {
    this(directory, Timer.system());
  }

  Workshop(Path directory, Timer timer) {
    this.timer = timer;
    engine = new FakeEngine(directory);
    RestartSupervisor restarts = new RestartSupervisor();
    containers = engine.with(restarts).start();
    journal = Journal.of(containers);
    projects = begin(restarts);
  }

  private DeclaredProjects begin(RestartSupervisor restarts) {
    containers.subscribe(this::play);
    return new DeclaredProjects(
        new ProjectStore(engine.root().resolve("projects")),
        journal.containers(),
        new FakeImages(),
        restarts,
        timer,
        new Random(7));
  }

  /// Its processes end with this code as soon as they are started.
  Workshop job(String service, int code) {
    jobs.put(service, code);
    return this;
  }

  Workshop healthy(String service) {
    healthy.add(service);
    return this;
  }

  /// From its next start on it is neither healthy nor unhealthy.
  Workshop undecided(String service) {
    healthy.remove(service);
    return this;
  }

  Workshop unhealthy(String service) {
    unhealthy.add(service);
    return this;
  }

  private void play(Event event) {
    String service = event.attributes().getOrDefault(Labels.SERVICE, "");
    if (!event.type().equals("container") || !event.action().equals("start")) {
      return;
    }
    Integer code = jobs.get(service);
    if (code != null) {
      engine.runtime.end(event.id(), code);
    } else if (healthy.contains(service)) {
      containers.health(event.id(), new Health("healthy", 0, List.of()));
    } else if (unhealthy.contains(service)) {
      Probe probe = new Probe("", "", 1, "connection refused\n");
      containers.health(event.id(), new Health("unhealthy", 3, List.of(probe)));
    }
  }

  /// The engine ends and begins again. What ran goes on running.
  void restartEngine() {
    endEngine();
    beginEngine();
  }

  /// As the machine does it: nothing runs afterwards.
  void reboot() {
    endEngine();
    engine.reboot();
    beginEngine();
  }

  /// A process ends while no engine looks.
  void restartEngineWhile(Runnable away) {
    endEngine();
    away.run();
    beginEngine();
  }

  void endEngine() {
    projects.close();
    containers.close();
  }

  private void beginEngine() {
    RestartSupervisor restarts = new RestartSupervisor();
    containers = engine.with(restarts).start();
    journal = Journal.of(containers);
    projects = begin(restarts);
    // The first probes after an engine's start.
    for (ContainerSummary container : containers.list(false, Map.of())) {
      if (healthy.contains(container.labels().getOrDefault(Labels.SERVICE, ""))) {
        containers.health(container.id(), new Health("healthy", 0, List.of()));
      }
    }
  }

  FakeEngine engine() {
    return engine;
  }

  Containers containers() {
    return containers;
  }

  Journal journal() {
    return journal;
  }

  DeclaredProjects projects() {
    return projects;
  }

  List<Progress> operate(String operation, String yaml) {
    return operate(operation, yaml, List.of(), NO_OPTIONS);
  }

  List<Progress> operate(String operation, String yaml, List<String> services, Options options) {
    return operate(operation, request(yaml, services, options), new Cancellation());
  }

  List<Progress> operate(String operation, ProjectRequest request, Cancellation cancellation) {
    List<Progress> lines = Collections.synchronizedList(new ArrayList<>());
    projects.operate("shop", operation, request, lines::add, cancellation);
    return new ArrayList<>(lines);
  }

  /// Without a file: what the engine keeps decides.
  List<Progress> operate(String operation, List<String> services) {
    return operate(
        operation, new ProjectRequest(null, null, services, NO_OPTIONS), new Cancellation());
  }

  static ProjectRequest request(String yaml, List<String> services, Options options) {
    LoadRequest load = LoadRequest.in(Path.of("/shop"), Map.of()).withName("shop").withStdin(yaml);
    return new ProjectRequest(
        CanonicalForm.toJson(ProjectLoader.load(load).project()), null, services, options);
  }

  /// `shop-db-1` → `running`.
  Map<String, String> states() {
    Map<String, String> states = new java.util.TreeMap<>();
    for (ContainerSummary container : containers.list(true, Map.of())) {
      states.put(Observation.name(container), container.state());
    }
    return states;
  }

  static Progress last(List<Progress> lines) {
    return lines.getLast();
  }

  @Override
  public void close() {
    endEngine();
  }
}
