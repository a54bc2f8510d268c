package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.Fields;
import io.davit.cli.render.Ages;
import io.davit.cli.render.Listing;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;

/// `ps`: the containers of a project.
public final class PsCommand implements Command {
  private static final List<String> STATES =
      List.of("paused", "restarting", "removing", "running", "dead", "created", "exited");
  private static final int COMMAND_LENGTH = 20;

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-a --all", "Also containers that do not run, and those of \"davit run\".")
        .flag("-q --quiet", "Print ids only.")
        .flag("--services", "Print names of services only.")
        .value("--format", "FORMAT", "table, json, or a template such as \"{{.Name}} {{.State}}\".")
        .values(
            "--status", "STATE", "Only containers in a state: " + String.join(", ", STATES) + ".")
        .values("--filter", "status=STATE", "The same.")
        .flag("--no-trunc", "Do not shorten.")
        .hiddenFlag("--orphans")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    Set<String> states = states(call);
    boolean all = call.flag("--all") || !states.isEmpty();
    List<Container> known = Containers.of(call.engine(), DeclaredProject.name(call), true);
    List<Container> shown =
        Containers.ofServices(known, call.arguments()).stream()
            .filter(c -> all || c.running() || c.state().equals("restarting"))
            .filter(c -> call.flag("--all") || !c.oneOff())
            .filter(c -> states.isEmpty() || states.contains(c.state()))
            .toList();
    if (call.flag("--services")) {
      shown.stream().map(Container::service).distinct().sorted().forEach(call.out()::println);
    } else if (call.flag("--quiet")) {
      shown.forEach(container -> call.out().println(container.id()));
    } else {
      call.out().print(listing(call, shown).text(call.text("--format")));
    }
    return 0;
  }

  private static Set<String> states(Call call) {
    Set<String> states = new TreeSet<>(call.texts("--status"));
    for (String filter : call.texts("--filter")) {
      if (!filter.startsWith("status=")) {
        throw new InvalidInput(
            "invalid filter \"" + filter + "\"",
            new Resource("flag", "--filter"),
            "the only filter is status=STATE");
      }
      states.add(filter.substring("status=".length()));
    }
    for (String state : states) {
      if (!STATES.contains(state)) {
        throw new InvalidInput(
            "invalid status \"" + state + "\"",
            new Resource("flag", "--status"),
            "choose one of " + String.join(", ", STATES));
      }
    }
    return states;
  }

  private static Listing listing(Call call, List<Container> shown) {
    boolean whole = call.flag("--no-trunc");
    long now = call.around().clock().instant().getEpochSecond();
    List<JsonObject> rows = new ArrayList<>();
    String format = call.text("--format");
    boolean usual = format.isEmpty() || format.equals("table");
    for (Container container : shown) {
      JsonObject row = row(container, now, whole);
      if (!usual) { // its formatter alone costs a start 2 ms
        Instant created = Instant.ofEpochSecond(container.json().number("Created"));
        row.addProperty("CreatedAt", goTime(created));
      }
      rows.add(row);
    }
    return new Listing(
        Listing.columns(
            "Name",
            "NAME",
            "Image",
            "IMAGE",
            "Command",
            "COMMAND",
            "Service",
            "SERVICE",
            "RunningFor",
            "CREATED",
            "Status",
            "STATUS",
            "Ports",
            "PORTS"),
        rows,
        true);
  }

  /// As Go prints a time, in the zone of this machine.
  private static String goTime(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ROOT)
        .format(time.atZone(ZoneId.systemDefault()));
  }

  private static JsonObject row(Container container, long now, boolean whole) {
    Fields json = container.json();
    JsonObject row = new JsonObject();
    row.addProperty("ID", whole ? container.id() : shortId(container.id()));
    row.addProperty("Name", container.name());
    row.addProperty("Names", container.name());
    row.addProperty("Image", json.text("Image"));
    row.addProperty("Command", quoted(json.text("Command"), whole));
    row.addProperty("Project", container.label(Containers.PROJECT));
    row.addProperty("Service", container.service());
    row.addProperty("State", container.state());
    row.addProperty("Status", json.text("Status"));
    row.addProperty("Health", json.text("Health"));
    row.addProperty("ExitCode", json.number("ExitCode"));
    row.add("Publishers", publishers(json));
    row.addProperty("Labels", labels(json));
    row.addProperty("Mounts", mounts(json));
    row.addProperty("Networks", String.join(",", networks(json)));
    row.addProperty("LocalVolumes", count(json));
    row.addProperty("Size", "0B"); // Compose does not ask for sizes either
    row.addProperty("RunningFor", Ages.human(now - json.number("Created")) + " ago");
    row.addProperty("Ports", PortText.of(json.objects("Ports")));
    return row;
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  /// As Docker shows a command: in quotes, and short.
  static String quoted(String command, boolean whole) {
    String text =
        whole || command.length() <= COMMAND_LENGTH
            ? command
            : command.substring(0, COMMAND_LENGTH - 1) + "…";
    return "\"" + text + "\"";
  }

  private static JsonArray publishers(Fields json) {
    JsonArray publishers = new JsonArray();
    for (Fields port : json.objects("Ports")) {
      JsonObject publisher = new JsonObject();
      publisher.addProperty("URL", port.text("IP"));
      publisher.addProperty("TargetPort", port.number("PrivatePort"));
      publisher.addProperty("PublishedPort", port.number("PublicPort"));
      publisher.addProperty("Protocol", port.text("Type"));
      publishers.add(publisher);
    }
    return publishers;
  }

  private static String labels(Fields json) {
    List<String> labels = new ArrayList<>();
    json.map("Labels").forEach((key, value) -> labels.add(key + "=" + value));
    return String.join(",", labels);
  }

  private static List<String> networks(Fields json) {
    return List.copyOf(json.object("NetworkSettings").object("Networks").json().keySet());
  }

  private static String count(Fields json) {
    return String.valueOf(
        json.objects("Mounts").stream().filter(m -> m.text("Type").equals("volume")).count());
  }

  private static String mounts(Fields json) {
    List<String> mounts = new ArrayList<>();
    for (Fields mount : json.objects("Mounts")) {
      boolean volume = mount.text("Type").equals("volume");
      mounts.add(volume ? mount.text("Name") : mount.text("Source"));
    }
    return String.join(",", mounts);
  }
}
