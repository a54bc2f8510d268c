package io.davit.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a tag names (OCI image specification, manifest.md and image-index.md; Docker's schema 2 has
/// the same fields).
public sealed interface Document {
  /// Of its bytes.
  String digest();

  /// @param artifactType what it is a manifest of: where the field is missing, as before OCI 1.1,
  ///   the media type of the configuration says it
  record Manifest(String digest, String artifactType, List<Descriptor> layers) implements Document {
    public Manifest {
      layers = List.copyOf(layers);
    }
  }

  record Index(String digest, List<Descriptor> manifests) implements Document {
    public Index {
      manifests = List.copyOf(manifests);
    }
  }

  /// @throws IllegalArgumentException says what is wrong with it
  static Document parse(byte[] bytes) {
    String digest = Digests.of(bytes);
    JsonObject root = object(json(bytes), "the document");
    // One that is both is read in two ways by two readers.
    if (root.has("manifests") == root.has("layers")) {
      throw new IllegalArgumentException("it must have either \"layers\" or \"manifests\"");
    }
    if (root.has("manifests")) {
      return new Index(digest, descriptors(root, "manifests"));
    }
    JsonObject config =
        root.has("config") ? object(root.get("config"), "\"config\"") : new JsonObject();
    String type = text(root, "artifactType");
    return new Manifest(
        digest, type.isEmpty() ? text(config, "mediaType") : type, descriptors(root, "layers"));
  }

  private static JsonElement json(byte[] bytes) {
    try {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  private static List<Descriptor> descriptors(JsonObject parent, String name) {
    if (!(parent.get(name) instanceof JsonArray array)) {
      throw new IllegalArgumentException("\"" + name + "\" is no list");
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (JsonElement item : array) {
      descriptors.add(descriptor(object(item, "an item of \"" + name + "\"")));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonObject object) {
    String digest = text(object, "digest");
    if (!Digests.isDigest(digest)) {
      throw new IllegalArgumentException("\"" + digest + "\" is no digest sha256:HEX");
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    if (object.has("annotations")) {
      JsonObject said = object(object.get("annotations"), "\"annotations\"");
      said.keySet().forEach(key -> annotations.put(key, text(said, key)));
    }
    return new Descriptor(
        text(object, "mediaType"), digest, size(object), text(object, "artifactType"), annotations);
  }

  private static long size(JsonObject object) {
    try {
      long size = object.has("size") ? object.get("size").getAsLong() : -1;
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException _) {
      // Told below, with what is missing altogether.
    }
    throw new IllegalArgumentException("a \"size\" is no number of bytes");
  }

  private static JsonObject object(JsonElement value, String what) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException(what + " is no object");
  }

  /// Empty where there is none.
  private static String text(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    if (value == null || value.isJsonNull()) {
      return "";
    }
    if (!value.isJsonPrimitive()) {
      throw new IllegalArgumentException("\"" + name + "\" is no text");
    }
    return value.getAsString();
  }
}
