package io.davit.cli.object;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.PortText;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Ages;
import io.davit.cli.render.Listing;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/// `container|image|network|volume ls`, as Docker lists them.
public final class ListCommand implements Command {
  private static final int SHORT_ID = 12;
  private static final int SHORT_COMMAND = 20;

  private final ObjectKind kind;

  public ListCommand(ObjectKind kind) {
    this.kind = kind;
  }

  @Override
  public void describe(CommandSpec spec) {
    Flags flags =
        Flags.of(spec)
            .flag("-q --quiet", "Print ids or names only.")
            .flag("--no-trunc", "Do not shorten.")
            .value("--format", "FORMAT", "table, json, or a template such as \"{{.Name}}\".")
            .values("-f --filter", "KEY=VALUE", "Only what matches, for example label=a=b.");
    if (kind == ObjectKind.CONTAINER) {
      flags.flag("-a --all", "Also containers that do not run.");
    }
  }

  @Override
  public int run(Call call) throws IOException {
    Request request =
        switch (kind) {
          case CONTAINER -> Request.get("/containers/json").flag("all", call.flag("--all"));
          case IMAGE -> Request.get("/images/json");
          case NETWORK -> Request.get("/networks");
          case VOLUME -> Request.get("/volumes");
        };
    Map<String, List<String>> filters = filters(call);
    JsonElement answer = call.engine().json(filters.isEmpty() ? request : request.filters(filters));
    List<Fields> objects =
        kind == ObjectKind.VOLUME ? Fields.of(answer).objects("Volumes") : Fields.list(answer);
    boolean whole = call.flag("--no-trunc");
    long now = call.around().clock().instant().getEpochSecond();
    List<JsonObject> rows = new ArrayList<>();
    for (Fields object : objects) {
      rows.addAll(
          switch (kind) {
            case CONTAINER -> List.of(container(object, now, whole));
            case IMAGE -> images(object, now, whole);
            case NETWORK -> List.of(network(object, whole));
            case VOLUME -> List.of(volume(object));
          });
    }
    if (call.flag("--quiet")) {
      String key = kind == ObjectKind.VOLUME ? "Name" : "ID";
      rows.stream().map(row -> Fields.of(row).text(key)).distinct().forEach(call.out()::println);
    } else {
      call.out().print(new Listing(columns(), rows, true).text(call.text("--format")));
    }
    return 0;
  }

  private static Map<String, List<String>> filters(Call call) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (String filter : call.texts("--filter")) {
      int equals = filter.indexOf('=');
      if (equals < 1) {
        throw new InvalidInput(
            "invalid filter \"" + filter + "\"",
            new Resource("flag", "--filter"),
            "write KEY=VALUE, for example label=a=b");
      }
      filters
          .computeIfAbsent(filter.substring(0, equals), _ -> new ArrayList<>())
          .add(filter.substring(equals + 1));
    }
    return filters;
  }

  private Map<String, String> columns() {
    return switch (kind) {
      case CONTAINER ->
          Listing.columns(
              "ID",
              "CONTAINER ID",
              "Image",
              "IMAGE",
              "Command",
              "COMMAND",
              "RunningFor",
              "CREATED",
              "Status",
              "STATUS",
              "Ports",
              "PORTS",
              "Names",
              "NAMES");
      case IMAGE ->
          Listing.columns(
              "Repository",
              "REPOSITORY",
              "Tag",
              "TAG",
              "ID",
              "IMAGE ID",
              "CreatedSince",
              "CREATED",
              "Size",
              "SIZE");
      case NETWORK ->
          Listing.columns("ID", "NETWORK ID", "Name", "NAME", "Driver", "DRIVER", "Scope", "SCOPE");
      case VOLUME -> Listing.columns("Driver", "DRIVER", "Name", "VOLUME NAME");
    };
  }

  private static String shortened(String text, int length, boolean whole) {
    return whole || text.length() <= length ? text : text.substring(0, length);
  }

  private static JsonObject container(Fields json, long now, boolean whole) {
    List<String> names = new ArrayList<>();
    for (String name : json.texts("Names")) {
      names.add(name.startsWith("/") ? name.substring(1) : name);
    }
    String command = json.text("Command");
    JsonObject row = new JsonObject();
    row.addProperty("ID", shortened(json.text("Id"), SHORT_ID, whole));
    row.addProperty("Names", String.join(",", names));
    row.addProperty("Image", json.text("Image"));
    row.addProperty(
        "Command",
        whole || command.length() <= SHORT_COMMAND
            ? "\"" + command + "\""
            : "\"" + command.substring(0, SHORT_COMMAND - 1) + "…\"");
    row.addProperty("RunningFor", Ages.human(now - json.number("Created")) + " ago");
    row.addProperty("State", json.text("State"));
    row.addProperty("Status", json.text("Status"));
    row.addProperty("Ports", PortText.of(json.objects("Ports")));
    row.addProperty("Labels", labels(json));
    row.addProperty(
        "Networks",
        String.join(",", json.object("NetworkSettings").object("Networks").json().keySet()));
    return row;
  }

  private static List<JsonObject> images(Fields json, long now, boolean whole) {
    List<String> tags = json.texts("RepoTags");
    List<JsonObject> rows = new ArrayList<>();
    for (String tag : tags.isEmpty() ? List.of("<none>:<none>") : tags) {
      int colon = tag.lastIndexOf(':');
      String id = json.text("Id");
      JsonObject row = new JsonObject();
      row.addProperty("Repository", tag.substring(0, colon));
      row.addProperty("Tag", tag.substring(colon + 1));
      row.addProperty(
          "ID", whole ? id : shortened(id.substring(id.indexOf(':') + 1), SHORT_ID, false));
      row.addProperty("CreatedSince", Ages.human(now - json.number("Created")) + " ago");
      row.addProperty("Size", Ages.size(json.number("Size")));
      rows.add(row);
    }
    return rows;
  }

  private static JsonObject network(Fields json, boolean whole) {
    JsonObject row = new JsonObject();
    row.addProperty("ID", shortened(json.text("Id"), SHORT_ID, whole));
    row.addProperty("Name", json.text("Name"));
    row.addProperty("Driver", json.text("Driver"));
    row.addProperty("Scope", json.text("Scope"));
    row.addProperty("Internal", json.flag("Internal"));
    row.addProperty("Labels", labels(json));
    return row;
  }

  private static JsonObject volume(Fields json) {
    JsonObject row = new JsonObject();
    row.addProperty("Driver", json.text("Driver"));
    row.addProperty("Name", json.text("Name"));
    row.addProperty("Mountpoint", json.text("Mountpoint"));
    row.addProperty("Scope", json.text("Scope"));
    row.addProperty("Labels", labels(json));
    return row;
  }

  private static String labels(Fields json) {
    List<String> labels = new ArrayList<>();
    json.map("Labels").forEach((key, value) -> labels.add(key + "=" + value));
    return String.join(",", labels);
  }
}
