package io.davit.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Ages;
import io.davit.cli.render.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/// `images`: which image each container of a project was made from.
public final class ImagesCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-q --quiet", "Print ids only.")
        .value("--format", "FORMAT", "table, json, or a template.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    EngineClient engine = call.engine();
    List<Container> containers =
        Containers.ofServices(
            Containers.of(engine, DeclaredProject.name(call), true), call.arguments());
    if (call.flag("--quiet")) {
      Set<String> ids = new LinkedHashSet<>();
      containers.forEach(container -> ids.add(digest(container.json().text("ImageID"))));
      ids.forEach(call.out()::println);
      return 0;
    }
    Map<String, Fields> images = new LinkedHashMap<>();
    List<JsonObject> rows = new ArrayList<>();
    for (Container container : containers) {
      String id = container.json().text("ImageID");
      if (!images.containsKey(id)) {
        images.put(id, inspect(engine, id));
      }
      rows.add(row(container, images.getOrDefault(id, Fields.EMPTY)));
    }
    Map<String, String> columns =
        Listing.columns(
            "ContainerName",
            "CONTAINER",
            "Repository",
            "REPOSITORY",
            "Tag",
            "TAG",
            "ShortID",
            "IMAGE ID",
            "HumanSize",
            "SIZE");
    call.out().print(new Listing(columns, rows, false).text(call.text("--format")));
    return 0;
  }

  private static Fields inspect(EngineClient engine, String id) throws IOException {
    return engine
        .find(Request.get(Request.imagePath(id, "/json")))
        .map(Fields::of)
        .orElse(Fields.EMPTY);
  }

  private static JsonObject row(Container container, Fields image) {
    String reference = container.json().text("Image");
    List<String> tags = image.texts("RepoTags");
    String named = tags.isEmpty() || tags.contains(reference) ? reference : tags.getFirst();
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/') && !named.startsWith("sha256:");
    String id = digest(container.json().text("ImageID"));
    JsonObject row = new JsonObject();
    row.addProperty("ID", "sha256:" + id);
    row.addProperty("ShortID", PsCommand.shortId(id));
    row.addProperty("ContainerName", container.name());
    row.addProperty("Repository", tagged ? named.substring(0, colon) : named);
    row.addProperty("Tag", tagged ? named.substring(colon + 1) : "<none>");
    row.addProperty("Size", image.number("Size"));
    row.addProperty("HumanSize", Ages.size(image.number("Size")));
    JsonElement created = image.value("Created");
    row.add("Created", created);
    return row;
  }

  static String digest(String id) {
    return id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
  }
}
