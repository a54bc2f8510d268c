package io.davit.executor.server;

import io.davit.api.ContainerInspect;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.executor.server.Exchange.Hijacked;

/// `POST /containers/ID/attach`: a container's streams on the client's connection. It may be
/// attached to before it starts, and then sees its first byte.
public final class AttachRoutes implements Routes {
  private final EngineContainers containers;

  public AttachRoutes(EngineContainers containers) {
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.post("/containers/{ref}/attach", this::attach);
  }

  private void attach(Exchange exchange) throws Exception {
    String reference = exchange.variable("ref");
    ContainerInspect container = containers.inspect(reference);
    boolean terminal = Boolean.TRUE.equals(container.config().tty());
    DetachKeys keys = terminal ? DetachKeys.parse(exchange.query("detachKeys")) : DetachKeys.none();
    boolean stream = exchange.flag("stream");
    OutputPump pump =
        new OutputPump(
            !terminal, stream && exchange.flag("stdout"), stream && exchange.flag("stderr"));
    try (AutoCloseable _ = containers.attach(container.id(), pump)) {
      Hijacked connection = exchange.hijack(!terminal);
      connection.output().onGone(pump::finish);
      if (exchange.flag("stdin")) {
        boolean once = Boolean.TRUE.equals(container.config().stdinOnce());
        new InputPump(
                connection.input(), containers.process(container.id()), once, keys, pump::finish)
            .start();
      }
      pump.run(connection.output());
      connection.output().close();
    }
  }
}
