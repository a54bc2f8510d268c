package io.davit.executor.server;

import io.davit.api.EventBody;
import io.davit.api.Json;
import io.davit.executor.container.Containers.Event;
import io.davit.executor.container.EventLog;
import io.davit.executor.server.EngineServer.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `GET /events`: what happened since a time, as far as it is kept, and what happens until another.
public final class EventRoutes implements Routes {
  private static final Set<String> FILTERS =
      Set.of(
          "type", "event", "container", "image", "network", "volume", "label", "scope", "daemon");
  private static final long NANOS = 1_000_000_000L;

  private final EventLog events;

  public EventRoutes(EventLog events) {
    this.events = events;
  }

  @Override
  public void addTo(Router router) {
    router.get("/events", this::stream);
  }

  private void stream(Exchange exchange) throws Exception {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, FILTERS);
    long now = System.currentTimeMillis() * 1_000_000L;
    long since = exchange.optionalQuery("since").map(Moment::parse).orElse(Long.MAX_VALUE);
    Optional<Long> until = exchange.optionalQuery("until").map(Moment::parse);
    CountDownLatch over = new CountDownLatch(1);
    try (AnswerStream out = exchange.stream("application/json")) {
      out.onGone(over::countDown);
      try (EventLog.Feed feed =
          events.subscribe(since, event -> write(event, filters, until, out, over))) {
        if (until.isEmpty()) {
          over.await();
        } else {
          boolean _ = over.await(Math.max(0, until.get() - now), TimeUnit.NANOSECONDS);
          feed.drain();
        }
      }
    }
  }

  private static void write(
      Event event,
      Map<String, List<String>> filters,
      Optional<Long> until,
      AnswerStream out,
      CountDownLatch over) {
    if (until.isPresent() && event.timeNanos() > until.get()) {
      over.countDown();
      return;
    }
    if (!wanted(event, filters)) {
      return;
    }
    try {
      out.write((Json.gson().toJson(body(event)) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      over.countDown();
    }
  }

  private static boolean wanted(Event event, Map<String, List<String>> filters) {
    String name = event.attributes().getOrDefault("name", "");
    String image = event.attributes().getOrDefault("image", "");
    return Filters.any(filters, "type", event.type()::equals)
        && Filters.any(
            filters,
            "event",
            wanted -> event.action().equals(wanted) || event.action().startsWith(wanted + ":"))
        && Filters.any(
            filters,
            "container",
            wanted ->
                event.type().equals("container")
                    && (event.id().startsWith(wanted) || name.equals(wanted)))
        && Filters.any(
            filters,
            "network",
            wanted ->
                event.type().equals("network")
                    && (event.id().startsWith(wanted) || name.equals(wanted)))
        && Filters.any(
            filters, "volume", wanted -> event.type().equals("volume") && event.id().equals(wanted))
        && Filters.any(
            filters, "image", wanted -> image.equals(wanted) || event.id().equals(wanted))
        && Filters.labels(filters, event.attributes());
  }

  private static EventBody body(Event event) {
    boolean container = event.type().equals("container");
    return new EventBody(
        container || event.type().equals("image") ? event.action() : null,
        container || event.type().equals("image") ? event.id() : null,
        container ? event.attributes().get("image") : null,
        event.type(),
        event.action(),
        new EventBody.Actor(event.id(), event.attributes()),
        "local",
        event.timeNanos() / NANOS,
        event.timeNanos());
  }
}
