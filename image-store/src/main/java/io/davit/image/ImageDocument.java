package io.davit.image;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.davit.image.Images.Config;
import io.davit.image.Images.Healthcheck;
import io.davit.image.Images.History;
import io.davit.image.Images.Provenance;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An image's configuration (OCI image-spec config.md), which is also Docker's image JSON: its
/// digest is the image's id.
///
/// @param diffIds the lowest layer first
record ImageDocument(
    Instant created,
    String os,
    String architecture,
    String variant,
    Config config,
    List<String> diffIds,
    Provenance provenance) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Config EMPTY =
      new Config(
          List.of(),
          List.of(),
          List.of(),
          "",
          "",
          java.util.Map.of(),
          List.of(),
          List.of(),
          "",
          List.of(),
          Optional.empty());

  ImageDocument {
    diffIds = List.copyOf(diffIds);
  }

  static Config emptyConfig() {
    return EMPTY;
  }

  static ImageDocument parse(String name, byte[] bytes) {
    JsonFields document = JsonFields.parse(name, bytes);
    List<String> diffIds = document.child("rootfs").texts("diff_ids");
    for (String diffId : diffIds) {
      if (!Digests.isDigest(diffId)) {
        throw new InvalidInput(
            "\"" + name + "\" names a layer \"" + diffId + "\", which is no sha256 digest",
            new Resource("document", name),
            "make the archive again");
      }
    }
    return new ImageDocument(
        document.time("created"),
        document.text("os"),
        document.text("architecture"),
        document.text("variant"),
        config(document.child("config")),
        diffIds,
        provenance(document));
  }

  byte[] toJson() {
    JsonObject document = new JsonObject();
    document.addProperty("created", created.toString());
    document.addProperty("architecture", architecture);
    document.addProperty("os", os);
    if (!variant.isEmpty()) {
      document.addProperty("variant", variant);
    }
    document.add("config", json(config));
    JsonObject rootfs = new JsonObject();
    rootfs.addProperty("type", "layers");
    rootfs.add("diff_ids", array(diffIds));
    document.add("rootfs", rootfs);
    JsonArray history = new JsonArray();
    for (History step : provenance.history()) {
      JsonObject row = new JsonObject();
      row.addProperty("created", step.created().toString());
      addText(row, "created_by", step.createdBy());
      addText(row, "comment", step.comment());
      if (step.emptyLayer()) {
        row.addProperty("empty_layer", true);
      }
      history.add(row);
    }
    document.add("history", history);
    addText(document, "comment", provenance.comment());
    addText(document, "author", provenance.author());
    return GSON.toJson(document).getBytes(StandardCharsets.UTF_8);
  }

  private static Config config(JsonFields config) {
    return new Config(
        config.texts("Cmd"),
        config.texts("Entrypoint"),
        config.texts("Env"),
        config.text("WorkingDir"),
        config.text("User"),
        config.textMap("Labels"),
        config.names("ExposedPorts"),
        config.names("Volumes"),
        config.text("StopSignal"),
        config.texts("Shell"),
        config.has("Healthcheck")
            ? Optional.of(healthcheck(config.child("Healthcheck")))
            : Optional.empty());
  }

  private static Healthcheck healthcheck(JsonFields check) {
    return new Healthcheck(
        check.texts("Test"),
        check.number("Interval"),
        check.number("Timeout"),
        check.number("StartPeriod"),
        check.number("StartInterval"),
        (int) check.number("Retries"));
  }

  private static Provenance provenance(JsonFields document) {
    List<History> history = new ArrayList<>();
    for (JsonFields step : document.children("history")) {
      history.add(
          new History(
              step.time("created"),
              step.text("created_by"),
              step.text("comment"),
              step.flag("empty_layer")));
    }
    return new Provenance(document.text("author"), document.text("comment"), history);
  }

  private static JsonObject json(Config config) {
    JsonObject object = new JsonObject();
    addText(object, "User", config.user());
    addSet(object, "ExposedPorts", config.exposedPorts());
    addList(object, "Env", config.environment());
    addList(object, "Entrypoint", config.entrypoint());
    addList(object, "Cmd", config.command());
    addSet(object, "Volumes", config.volumes());
    addText(object, "WorkingDir", config.workingDirectory());
    if (!config.labels().isEmpty()) {
      JsonObject labels = new JsonObject();
      config.labels().forEach(labels::addProperty);
      object.add("Labels", labels);
    }
    addText(object, "StopSignal", config.stopSignal());
    addList(object, "Shell", config.shell());
    config.healthcheck().ifPresent(check -> object.add("Healthcheck", json(check)));
    return object;
  }

  private static JsonObject json(Healthcheck check) {
    JsonObject object = new JsonObject();
    object.add("Test", array(check.test()));
    addNumber(object, "Interval", check.intervalNanos());
    addNumber(object, "Timeout", check.timeoutNanos());
    addNumber(object, "StartPeriod", check.startPeriodNanos());
    addNumber(object, "StartInterval", check.startIntervalNanos());
    addNumber(object, "Retries", check.retries());
    return object;
  }

  private static void addText(JsonObject object, String name, String text) {
    if (!text.isEmpty()) {
      object.addProperty(name, text);
    }
  }

  private static void addNumber(JsonObject object, String name, long number) {
    if (number != 0) {
      object.addProperty(name, number);
    }
  }

  private static void addList(JsonObject object, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      object.add(name, array(texts));
    }
  }

  private static void addSet(JsonObject object, String name, List<String> names) {
    if (!names.isEmpty()) {
      JsonObject set = new JsonObject();
      names.forEach(item -> set.add(item, new JsonObject()));
      object.add(name, set);
    }
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
