package io.davit.executor.fake;

import io.davit.executor.container.Containers.Event;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.container.Outside;
import io.davit.executor.container.RestartRule;
import io.davit.network.Networks.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// An engine on fakes, below a directory of its own. It can end and begin again.
public final class FakeEngine {
  public final FakeRuntime runtime = new FakeRuntime();
  public final FakeNetworks networks = new FakeNetworks();
  private final Path directory;

  /// Of all lives: an engine that begins again must not make an id a second time.
  private final Random random = new Random(7);

  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  private RestartRule rule = RestartRule.never();
  private String bootId = "boot-1";

  public FakeEngine(Path directory) {
    this.directory = directory;
  }

  public FakeEngine with(RestartRule newRule) {
    rule = newRule;
    return this;
  }

  public void reboot() {
    bootId = "boot-2";
    runtime.forgetAll();
  }

  public Path root() {
    return directory.resolve("root");
  }

  public Path run() {
    return directory.resolve("run");
  }

  /// Begins, with what an earlier one left.
  public EngineContainers start() {
    EngineContainers containers =
        EngineContainers.open(
            new Outside(
                root(),
                run(),
                bootId,
                runtime,
                networks,
                new FakeImages(),
                rule,
                new PlainNames(),
                (_, source, target) -> seed(source, target),
                Clock.systemUTC(),
                random));
    containers.subscribe(events::add);
    return containers;
  }

  private static void seed(String source, Path target) {
    try {
      Files.writeString(target.resolve("seeded"), source);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Actions of the events so far: `container start`.
  public List<String> happened() {
    return List.copyOf(events).stream().map(event -> event.type() + " " + event.action()).toList();
  }

  private static final class PlainNames implements Outside.NameFiles {
    @Override
    public String hosts(Outside.Naming naming, Optional<Sandbox> sandbox) {
      return "hosts of " + naming.hostname() + "\n";
    }

    @Override
    public String resolvConf(Outside.Naming naming, Optional<Sandbox> sandbox) {
      return "nameserver 127.0.0.11\n";
    }
  }
}
