package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Names the images of a project by digest: `docker.io/library/nginx:1@sha256:…`. The engine's
/// image store knows the digests of what it has; no registry is asked.
final class ImageDigests {
  private static final int NOT_FOUND = 404;

  private final EngineClient engine;

  ImageDigests(EngineClient engine) {
    this.engine = engine;
  }

  static String text(Mapping mapping, String key) {
    return mapping.get(key).orElse(mapping) instanceof Scalar scalar ? scalar.text() : "";
  }

  /// The project with each image in full.
  ///
  /// @throws NotFound for an image that the store does not have, or has without a digest
  Mapping resolved(Mapping project) throws IOException {
    if (!(project.get("services").orElse(project) instanceof Mapping services)) {
      return project;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(services.entries());
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      Mapping service = (Mapping) entry.getValue().value();
      String image = text(service, "image");
      if (!image.isEmpty()) {
        Entry before = entry.getValue();
        Entry named =
            new Entry(
                service.keySpan("image"),
                Scalar.string(inFull(entry.getKey(), image), service.keySpan("image")));
        entry.setValue(new Entry(before.keySpan(), service.with("image", named)));
      }
    }
    return project.with(
        "services", new Entry(project.keySpan("services"), new Mapping(entries, services.span())));
  }

  /// An override file that says nothing but the images.
  static Mapping imagesOnly(Mapping project) {
    Map<String, Entry> images = new LinkedHashMap<>();
    if (project.get("services").orElse(project) instanceof Mapping services) {
      services
          .entries()
          .forEach(
              (name, entry) -> {
                Mapping service = (Mapping) entry.value();
                Entry image = service.entries().get("image");
                Node said =
                    new Mapping(image == null ? Map.of() : Map.of("image", image), service.span());
                images.put(name, new Entry(entry.keySpan(), said));
              });
    }
    Mapping services = new Mapping(images, project.span());
    return new Mapping(Map.of("services", new Entry(project.span(), services)), project.span());
  }

  private String inFull(String service, String image) throws IOException {
    int at = image.indexOf('@');
    String named = at < 0 ? image : image.substring(0, at);
    boolean tagged = named.indexOf(':', named.lastIndexOf('/') + 1) >= 0;
    String full = domain(named) + (tagged || at >= 0 ? "" : ":latest");
    return at < 0 ? full + "@" + digest(service, image) : full + image.substring(at);
  }

  /// Docker's: a name without a host is of Docker Hub, one without a user is of its library.
  private static String domain(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    return host ? name : "docker.io/" + (slash < 0 ? "library/" : "") + name;
  }

  private String digest(String service, String image) throws IOException {
    JsonElement digests;
    try {
      digests =
          Fields.of(engine.json(Request.get(Request.imagePath(image, "/json"))))
              .value("RepoDigests");
    } catch (EngineRefused e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      throw new NotFound(
          "service \"%s\": image \"%s\" is not in the engine's image store"
              .formatted(service, image),
          new Resource("image", image),
          "load it: davit image load FILE");
    }
    if (digests instanceof JsonArray all && !all.isEmpty()) {
      String first = all.get(0).getAsString();
      return first.substring(first.indexOf('@') + 1);
    }
    throw new NotFound(
        "service \"%s\": image \"%s\" has no digest: its archive had none"
            .formatted(service, image),
        new Resource("image", image),
        "load it from an OCI layout: docker save of containerd's image store, skopeo copy");
  }
}
