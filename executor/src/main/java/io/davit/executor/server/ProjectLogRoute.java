package io.davit.executor.server;

import io.davit.api.ContainerInspect;
import io.davit.api.ContainerSummary;
import io.davit.api.Json;
import io.davit.executor.container.Containers.Event;
import io.davit.executor.container.Containers.Subscription;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.container.EngineContainers.Condition;
import io.davit.executor.project.Projects;
import io.davit.executor.server.LogMerge.Item;
import io.davit.executor.server.LogMerge.Source;
import io.davit.problem.NotFound;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.log.LogLine;
import io.davit.runtime.log.LogPlace;
import io.davit.runtime.log.LogQuery;
import io.davit.runtime.log.LogReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /projects/NAME/logs`: the logs of a project's containers in one stream of frames, by time
/// (docs/api.md).
final class ProjectLogRoute {
  private static final String FRAMES = "application/vnd.davit.logs";
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String NUMBER = "com.docker.compose.container-number";
  private static final int HEADER_BYTES = 17;
  private static final int BATCH_BYTES = 32 * 1024;
  private static final int APPEARS = 0;
  private static final int ENDS = 3;

  private final Projects projects;
  private final EngineContainers containers;

  ProjectLogRoute(Projects projects, EngineContainers containers) {
    this.projects = projects;
    this.containers = containers;
  }

  void answer(Exchange exchange) throws Exception {
    LogQuery query = LogSelection.project(exchange);
    List<String> services =
        exchange.query("services").isEmpty()
            ? List.of()
            : List.of(exchange.query("services").split(",", -1));
    Selected selected =
        new Selected(exchange.variable("name"), services, exchange.number("index").orElse(0));
    List<ContainerSummary> first = selected.now();
    Thread writer = Thread.currentThread();
    try (AnswerStream out = exchange.stream(FRAMES);
        Conversation conversation = new Conversation(selected, query, out)) {
      out.onGone(writer::interrupt);
      conversation.run(first);
    } catch (InterruptedException e) {
      // The client went away.
      return;
    }
  }

  /// Which containers are asked for.
  private final class Selected {
    private final String project;
    private final List<String> services;
    private final int index;

    Selected(String project, List<String> services, int index) {
      this.project = project;
      this.services = services;
      this.index = index;
    }

    List<ContainerSummary> now() {
      return projects.containers(project, services, index);
    }

    boolean includes(String id) {
      return now().stream().anyMatch(container -> container.id().equals(id));
    }

    /// Whether any of them runs, or is about to.
    boolean alive() {
      return now().stream()
          .anyMatch(
              container ->
                  switch (container.state()) {
                    case "running", "paused", "restarting" -> true;
                    default -> false;
                  });
    }
  }

  /// One client's stream.
  private final class Conversation implements AutoCloseable {
    private final Selected selected;
    private final LogQuery query;
    private final AnswerStream out;
    private final LogMerge merge = new LogMerge();
    private final Map<String, Source> known = new LinkedHashMap<>();

    /// By container: where its log was read to, while nobody reads it.
    private final Map<String, LogPlace> places = new HashMap<>();

    private final List<Thread> readers = new ArrayList<>();
    private final List<String> following = new ArrayList<>();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean closed;

    Conversation(Selected selected, LogQuery query, AnswerStream out) {
      this.selected = selected;
      this.query = query;
      this.out = out;
    }

    void run(List<ContainerSummary> first) throws IOException, InterruptedException {
      Optional<Subscription> starts =
          query.follow() ? Optional.of(containers.subscribe(this::joins)) : Optional.empty();
      try {
        for (ContainerSummary container : first) {
          follow(container.id(), query);
        }
        closeWhenOver();
        for (List<Item> batch = merge.take(); !batch.isEmpty(); batch = merge.take()) {
          for (Item item : batch) {
            switch (item) {
              case Item.Line(Source source, LogLine line) ->
                  frame(type(line.stream()), source.number(), line.timeNanos(), line.bytes());
              case Item.End(Source source) -> ended(source);
            }
          }
          flush();
        }
      } finally {
        starts.ifPresent(Subscription::close);
      }
    }

    private void joins(Event event) {
      boolean starts =
          event.type().equals("container")
              && event.action().equals("start")
              && selected.project.equals(event.attributes().get(PROJECT));
      if (!starts || !selected.includes(event.id())) {
        return;
      }
      follow(event.id(), query.last(-1));
    }

    /// Begins to read a container's log, or goes on with it, unless that is done already.
    private synchronized void follow(String id, LogQuery wanted) {
      if (following.contains(id)) {
        return;
      }
      Source before = known.get(id);
      int number = before == null ? known.size() : before.number();
      Source source = merge.add(new Source(number, id, runs(id)));
      if (before == null) {
        announce(source);
      }
      known.put(id, source);
      following.add(id);
      LogPlace rested = places.remove(id);
      LogPlace place = rested == null ? containers.logs(id).place(wanted) : rested;
      readers.add(Thread.ofVirtual().name("log").start(() -> follow(source, place, wanted)));
    }

    private boolean runs(String id) {
      return containers.inspect(id).state().running();
    }

    private void announce(Source source) {
      ContainerInspect container = containers.inspect(source.containerId());
      Map<String, String> labels =
          container.config().labels() == null ? Map.of() : container.config().labels();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("Name", container.name().substring(1));
      body.put("Service", labels.getOrDefault(SERVICE, ""));
      body.put("Number", labels.getOrDefault(NUMBER, ""));
      body.put("Id", container.id());
      try {
        frame(APPEARS, source.number(), 0, json(body));
        flush();
      } catch (IOException e) {
        merge.close();
      }
    }

    private synchronized void rest(Source source, LogPlace place) {
      if (closed) {
        place.close();
      } else {
        places.put(source.containerId(), place);
      }
    }

    private void follow(Source source, LogPlace place, LogQuery wanted) {
      try {
        try {
          read(source, place, wanted);
        } finally {
          rest(source, place);
        }
        if (query.follow()) {
          var _ = containers.exit(source.containerId(), Condition.NOT_RUNNING).join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (NotFound removed) {
        // It was removed while it was read: there is no more of it.
        merge.quiet(source);
      } finally {
        merge.end(source);
      }
    }

    private void read(Source source, LogPlace place, LogQuery wanted) throws InterruptedException {
      containers
          .logs(source.containerId())
          .read(
              place,
              wanted,
              new LogReader.Sink() {
                @Override
                public boolean line(LogLine line) throws InterruptedException {
                  merge.put(source, line);
                  return true;
                }

                @Override
                public void caughtUp() {
                  merge.quiet(source);
                }
              });
    }

    private void ended(Source source) throws IOException {
      if (!query.follow()) {
        return;
      }
      synchronized (this) {
        following.remove(source.containerId());
      }
      if (!source.live()) {
        closeWhenOver();
        return;
      }
      try {
        ContainerInspect.State state = containers.inspect(source.containerId()).state();
        Map<String, Object> body =
            Map.of("ExitCode", state.exitCode(), "Restarting", state.restarting());
        frame(ENDS, source.number(), Math.max(0, merge.lastNanos(source)), json(body));
        // It may have started again before it was taken off the list.
        if (state.running() && !state.restarting()) {
          follow(source.containerId(), query.last(-1));
        }
      } catch (NotFound removed) {
        frame(ENDS, source.number(), 0, json(Map.of("ExitCode", 0, "Restarting", false)));
      }
      closeWhenOver();
    }

    private void closeWhenOver() {
      if (!query.follow() || !selected.alive()) {
        merge.close();
      }
    }

    private synchronized void frame(int type, int number, long nanos, byte[] payload)
        throws IOException {
      if (waiting.size() + payload.length > BATCH_BYTES) {
        flush();
      }
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.put((byte) type).putInt(number).putLong(nanos).putInt(payload.length);
      waiting.writeBytes(header.array());
      waiting.writeBytes(payload);
    }

    private synchronized void flush() throws IOException {
      if (waiting.size() > 0) {
        out.write(waiting.toByteArray());
        waiting.reset();
      }
    }

    private static byte[] json(Map<String, Object> body) {
      return Json.gson().toJson(body).getBytes(StandardCharsets.UTF_8);
    }

    private static int type(Stream stream) {
      return StdCopy.type(stream);
    }

    @Override
    public void close() {
      merge.close();
      List<Thread> started;
      synchronized (this) {
        started = List.copyOf(readers);
        closed = true;
        places.values().forEach(LogPlace::close);
        places.clear();
      }
      started.forEach(Thread::interrupt);
    }
  }
}
