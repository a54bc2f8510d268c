package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.cli.terminal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Model.CommandSpec;

/// `events`: what happens to the containers of a project, as it happens.
public final class EventsCommand implements Command {
  private static final long MICRO = 1000;

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("--json", "One JSON object per line.")
        .value("--since", "TIME", "From then on: a time, or how long ago (42m).")
        .value("--until", "TIME", "Until then.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    Instant now = call.around().clock().instant();
    String label = Containers.PROJECT + "=" + DeclaredProject.name(call);
    Request request =
        Request.get("/events")
            .filters(Map.of("label", List.of(label), "type", List.of("container")))
            .queryIfAny("since", TimeArgument.parse("--since", call.text("--since"), now))
            .queryIfAny("until", TimeArgument.parse("--until", call.text("--until"), now));
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Answer answer = call.engine().send(request);
        Signals.Handle _ = call.around().signals().on("INT", _ -> end(answer, interrupted));
        BufferedReader lines = answer.lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        print(call, Fields.of(JsonText.parse(line)));
        if (call.out().checkError()) {
          return 0;
        }
      }
      return 0;
    } catch (IOException e) {
      if (interrupted.get()) {
        return ProjectOperation.INTERRUPTED;
      }
      throw e;
    }
  }

  private static void end(Answer answer, AtomicBoolean interrupted) {
    interrupted.set(true);
    try {
      answer.close();
    } catch (IOException e) {
      // It is closed already: the stream has just ended.
    }
  }

  private static void print(Call call, Fields event) {
    Fields actor = event.object("Actor");
    Map<String, String> attributes = actor.map("Attributes");
    String service = attributes.getOrDefault(Containers.SERVICE, "");
    if (!call.arguments().isEmpty() && !call.arguments().contains(service)) {
      return;
    }
    attributes.keySet().removeIf(key -> key.startsWith("com.docker.compose."));
    String id = actor.text("ID");
    LocalDateTime time = time(event);
    if (call.flag("--json")) {
      JsonObject json = new JsonObject();
      json.addProperty("time", time.toString());
      json.addProperty("type", event.text("Type"));
      json.addProperty("service", service);
      json.addProperty("id", id);
      json.addProperty("action", event.text("Action"));
      JsonObject more = new JsonObject();
      attributes.forEach(more::addProperty);
      json.add("attributes", more);
      call.out().println(JsonText.write(json));
    } else {
      List<String> words = new ArrayList<>();
      attributes.forEach((key, value) -> words.add(key + "=" + value));
      call.out()
          .println(
              "%s %s %s %s (%s)"
                  .formatted(
                      time.toString().replace('T', ' '),
                      event.text("Type"),
                      event.text("Action"),
                      id,
                      String.join(", ", words)));
    }
  }

  /// Of this machine's zone, to the microsecond.
  private static LocalDateTime time(Fields event) {
    long nanos = event.number("timeNano");
    Instant instant =
        Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L / MICRO * MICRO);
    return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
  }
}
