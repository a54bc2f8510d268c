package io.davit.executor.server;

import io.davit.api.Json;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.image.Images;
import io.davit.image.Images.Image;
import io.davit.image.Images.Removal;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `/images`.
public final class ImageRoutes implements Routes {
  private final Images images;
  private final EngineContainers containers;

  public ImageRoutes(Images images, EngineContainers containers) {
    this.images = images;
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/images/json", this::list);
    router.upload("/images/load", this::load);
    router.upload("/images/create", this::create);
    router.get("/images/{name*}/json", this::inspect);
    router.get("/images/{name*}/history", this::history);
    router.post("/images/{name*}/tag", this::tag);
    router.delete("/images/{name*}", this::remove);
  }

  private void list(Exchange exchange) {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, Set.of("reference", "label", "dangling", "before", "since", "until"));
    List<String> used = usedImages();
    exchange.answer(
        200,
        images.list().stream()
            .filter(
                image ->
                    Filters.any(filters, "reference", wanted -> named(image, wanted))
                        && Filters.any(
                            filters,
                            "dangling",
                            value -> image.tags().isEmpty() == value.equals("true"))
                        && Filters.labels(filters, image.config().labels()))
            .map(
                image ->
                    ImageShapes.summary(
                        image, (int) used.stream().filter(image.id()::equals).count()))
            .toList());
  }

  /// Docker's pattern: `*` stands for any text without a slash.
  private static boolean named(Image image, String wanted) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(wanted)
            .map(Pattern::quote)
            .collect(java.util.stream.Collectors.joining("[^/]*"));
    Pattern pattern = Pattern.compile(regex + (wanted.endsWith("*") ? "[^/]*" : ""));
    return image.tags().stream()
        .anyMatch(
            tag ->
                pattern.matcher(tag).matches()
                    || pattern.matcher(tag.substring(0, tag.lastIndexOf(':'))).matches());
  }

  private List<String> usedImages() {
    return containers.list(true, Map.of()).stream().map(container -> container.imageId()).toList();
  }

  private Image get(String name) {
    return images
        .find(name)
        .orElseThrow(
            () ->
                new NotFound(
                    "No such image: " + name,
                    new Resource("image", name),
                    "list the images with \"davit image ls\""));
  }

  private void inspect(Exchange exchange) {
    exchange.answer(200, ImageShapes.inspect(get(exchange.variable("name"))));
  }

  private void history(Exchange exchange) {
    Image image = get(exchange.variable("name"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Images.History step : image.provenance().history().reversed()) {
      rows.add(
          Map.of(
              "Id",
              rows.isEmpty() ? image.id() : "<missing>",
              "Created",
              step.created().getEpochSecond(),
              "CreatedBy",
              step.createdBy(),
              "Comment",
              step.comment(),
              "Size",
              0,
              "Tags",
              rows.isEmpty() ? image.tags() : List.of()));
    }
    exchange.answer(200, rows);
  }

  private void tag(Exchange exchange) {
    Image image = get(exchange.variable("name"));
    String reference = reference(exchange).orElse("");
    images.tag(exchange.variable("name"), reference);
    announce("tag", image.id(), reference);
    exchange.answer(201);
  }

  private static Optional<String> reference(Exchange exchange) {
    String tag = exchange.query("tag");
    return exchange.optionalQuery("repo").map(repo -> tag.isEmpty() ? repo : repo + ":" + tag);
  }

  private void remove(Exchange exchange) {
    String name = exchange.variable("name");
    Removal removal = images.remove(name, new HashSet<>(usedImages()), exchange.flag("force"));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String untagged : removal.untagged()) {
      rows.add(Map.of("Untagged", untagged));
      announce("untag", untagged, untagged);
    }
    for (String deleted : removal.deleted()) {
      rows.add(Map.of("Deleted", deleted));
      announce("delete", deleted, deleted);
    }
    exchange.answer(200, rows);
  }

  private void load(Exchange exchange) throws IOException {
    List<String> loaded = images.load(exchange.bodyStream());
    try (AnswerStream out = exchange.stream("application/json")) {
      for (String name : loaded) {
        boolean untagged = name.startsWith("sha256:");
        line(out, Map.of("stream", "Loaded image" + (untagged ? " ID" : "") + ": " + name + "\n"));
        announce("load", name, name);
      }
    }
  }

  /// Imports a root file system: a tar in the body, or a folder of this machine. Nothing is pulled.
  private void create(Exchange exchange) throws IOException {
    String source = exchange.query("fromSrc");
    if (source.isEmpty()) {
      String image = exchange.query("fromImage");
      throw new Unsupported(
          "pulling images is not supported: \"" + image + "\"",
          new Resource("image", image),
          "load it with \"davit image load\", or import it with \"davit image import\"");
    }
    List<String> changes = exchange.queries("changes");
    Optional<String> reference = reference(exchange);
    Image image;
    if (source.startsWith("/")) {
      image = images.importDirectory(Path.of(source), reference, changes);
    } else if (source.equals("-")) {
      image = images.importTar(exchange.bodyStream(), reference, changes);
    } else {
      throw new Unsupported(
          "importing from \"" + source + "\" is not supported",
          new Resource("parameter", "fromSrc"),
          "send the archive, or name an absolute path");
    }
    announce("import", image.id(), reference.orElse(image.id()));
    try (AnswerStream out = exchange.stream("application/json")) {
      line(out, Map.of("status", image.id()));
    }
  }

  private static void line(AnswerStream out, Map<String, String> body) throws IOException {
    out.write((Json.gson().toJson(body) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void announce(String action, String id, String name) {
    containers.events().publish("image", action, id, Map.of("name", name));
  }
}
