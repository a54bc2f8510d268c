package io.davit.model.canonical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A canonical form as paths and values: `environment.LOG_LEVEL` → `info`, `ports.0.target` → `80`.
/// Two declarations are the same exactly when their fields are.
///
/// @param values by path, in the order of the paths
public record Fields(SortedMap<String, String> values) {
  private static final List<String> SECRETIVE =
      List.of(
          "PASSWORD", "PASSWD", "SECRET", "TOKEN", "CREDENTIAL", "PRIVATE", "API_KEY", "APIKEY");

  public Fields {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Fields of(JsonObject tree) {
    SortedMap<String, String> values = new TreeMap<>();
    flatten("", tree, values);
    return new Fields(values);
  }

  private static void flatten(String path, JsonElement element, Map<String, String> into) {
    String prefix = path.isEmpty() ? "" : path + ".";
    switch (element) {
      case JsonObject object -> {
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
          flatten(prefix + entry.getKey(), entry.getValue(), into);
        }
      }
      case JsonArray array -> {
        for (int index = 0; index < array.size(); index++) {
          flatten(prefix + index, array.get(index), into);
        }
      }
      case JsonPrimitive primitive -> into.put(path, primitive.getAsString());
      case JsonNull _ -> into.put(path, "null");
      default -> throw new IllegalArgumentException("no JSON: " + element.getClass());
    }
  }

  /// SHA-256 of paths and values, in hexadecimal.
  public String hash() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    values.forEach(
        (path, value) -> {
          digest.update(path.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(value.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /// What differs from an older declaration, in the order of the paths.
  public List<Change> since(Fields older) {
    SortedMap<String, String> paths = new TreeMap<>(older.values);
    paths.putAll(values);
    List<Change> changes = new ArrayList<>();
    for (String path : paths.keySet()) {
      String before = older.values.get(path);
      String after = values.get(path);
      if (before == null) {
        changes.add(new Change(path, "%s: added %s".formatted(path, shown(path, paths.get(path)))));
      } else if (after == null) {
        changes.add(new Change(path, "%s: removed".formatted(path)));
      } else if (!before.equals(after)) {
        changes.add(new Change(path, changed(path, before, after)));
      }
    }
    return changes;
  }

  private static String changed(String path, String before, String after) {
    return secretive(path)
        ? "%s: changed".formatted(path)
        : "%s: %s → %s".formatted(path, shown(path, before), shown(path, after));
  }

  private static String shown(String path, @org.jspecify.annotations.Nullable String value) {
    if (value == null || secretive(path)) {
      return "(not shown)";
    }
    String line = value.strip().replace("\n", "⏎");
    return line.length() > 60 ? line.substring(0, 59) + "…" : line.isEmpty() ? "\"\"" : line;
  }

  private static boolean secretive(String path) {
    String name = path.toUpperCase(Locale.ROOT);
    return SECRETIVE.stream().anyMatch(name::contains);
  }

  /// @param path in the canonical form of the service
  /// @param text `environment.LOG_LEVEL: info → debug`
  public record Change(String path, String text) {}
}
