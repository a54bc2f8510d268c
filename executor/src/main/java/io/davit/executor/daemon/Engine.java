package io.davit.executor.daemon;

import io.davit.api.ContainerSummary;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.container.Outside;
import io.davit.executor.project.DeclaredProjects;
import io.davit.executor.project.ProjectStore;
import io.davit.executor.project.Projects;
import io.davit.executor.server.AttachRoutes;
import io.davit.executor.server.ContainerRoutes;
import io.davit.executor.server.EngineServer;
import io.davit.executor.server.EventRoutes;
import io.davit.executor.server.ExecRoutes;
import io.davit.executor.server.ImageRoutes;
import io.davit.executor.server.LogRoutes;
import io.davit.executor.server.NetworkRoutes;
import io.davit.executor.server.ProjectRoutes;
import io.davit.executor.server.SystemRoutes;
import io.davit.executor.server.VolumeRoutes;
import io.davit.executor.supervise.HealthMonitor;
import io.davit.executor.supervise.RestartSupervisor;
import io.davit.executor.supervise.Timer;
import io.davit.image.ImageFiles;
import io.davit.image.ImageStore;
import io.davit.image.Images;
import io.davit.kernel.Architecture;
import io.davit.network.BridgeNetworks;
import io.davit.network.BridgeSettings;
import io.davit.network.Networks;
import io.davit.runtime.ContainerRuntime;
import io.davit.runtime.cgroup.Cgroups;
import io.davit.runtime.compile.ContainerCompiler;
import io.davit.runtime.compile.Machine;
import io.davit.runtime.supervise.NamespaceRuntime;
import io.davit.runtime.user.RootUsers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The rooms of one engine, put together by hand. Closing it lets go of everything and touches no
/// container.
final class Engine implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Engine.class.getName());

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /// Opens the rooms from the kernel upwards, takes up what an earlier engine left, and answers
  /// once this returns. What fails closes what was opened.
  ///
  /// @param stop begins the end of the process, and returns
  static Engine open(Settings settings, Runnable stop) throws IOException {
    Engine engine = new Engine();
    boolean built = false;
    try {
      engine.build(settings, stop);
      built = true;
      return engine;
    } finally {
      if (!built) {
        engine.close();
      }
    }
  }

  private void build(Settings settings, Runnable stop) throws IOException {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    Path boot = keep(BootDirectory.open(settings.run())).path();
    Images images = keep(ImageStore.open(settings.root().resolve("images")));
    Networks networks = keep(new BridgeNetworks(BridgeSettings.of(settings.instance(), boot)));
    ContainerRuntime runtime = keep(runtime(settings, boot, clock));
    RestartSupervisor restarts = new RestartSupervisor();
    EngineContainers containers =
        keep(
            EngineContainers.open(
                new Outside(
                    settings.root(),
                    boot,
                    bootId(),
                    runtime,
                    networks,
                    images,
                    restarts,
                    new EngineNameFiles(Path.of("/etc")),
                    new ImageFiles(images)::copy,
                    clock,
                    random)));
    Timer timer = keep(Timer.system());
    HealthMonitor health = keep(new HealthMonitor(containers, timer, clock));
    Projects projects =
        keep(
            new DeclaredProjects(
                new ProjectStore(settings.root().resolve("projects")),
                containers,
                images,
                restarts,
                timer,
                random));
    health.start();
    projects.start();
    keep(
        EngineServer.listen(
            settings.socket(),
            new SystemRoutes(
                new SystemRoutes.Identity(settings.instance(), settings.root(), settings.run()),
                () -> counts(containers, images),
                stop),
            new ContainerRoutes(containers),
            new AttachRoutes(containers),
            new LogRoutes(containers),
            new ExecRoutes(containers),
            new ImageRoutes(images, containers),
            new NetworkRoutes(containers),
            new VolumeRoutes(containers),
            new EventRoutes(containers.events()),
            new ProjectRoutes(projects, containers)));
  }

  private <T extends AutoCloseable> T keep(T room) {
    open.push(room);
    return room;
  }

  private static ContainerRuntime runtime(Settings settings, Path boot, Clock clock) {
    Cgroups cgroups = Cgroups.detect("davit-" + settings.instance());
    ContainerCompiler compiler =
        new ContainerCompiler(Machine.observe(cgroups), Architecture.current(), new RootUsers());
    return new NamespaceRuntime(boot, cgroups, compiler, clock);
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.UTF_8)
        .strip();
  }

  private static SystemRoutes.Counts counts(EngineContainers containers, Images images) {
    List<String> states =
        containers.list(true, Map.of()).stream().map(ContainerSummary::state).toList();
    int running = (int) states.stream().filter("running"::equals).count();
    int paused = (int) states.stream().filter("paused"::equals).count();
    return new SystemRoutes.Counts(
        running, paused, states.size() - running - paused, images.list().size());
  }

  /// The server first, the kernel's rooms last.
  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable room = open.pop();
      try {
        room.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.log(Level.WARNING, room.getClass().getSimpleName() + " did not close well", e);
      }
    }
  }
}
