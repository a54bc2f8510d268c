package io.davit.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;

/// What a registry says in words, fit for a terminal: one line, not long, without control
/// characters.
final class Said {
  private static final int LENGTH_MAX = 200;

  private Said() {}

  static String printable(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX) + "…" : line;
  }

  /// The message of an error (OCI distribution specification, Error Codes); empty when there is
  /// none.
  static String error(byte[] body) {
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      if (json instanceof JsonObject object
          && object.get("errors") instanceof JsonArray errors
          && !errors.isEmpty()
          && errors.get(0) instanceof JsonObject first
          && first.has("message")) {
        return printable(first.get("message").getAsString());
      }
    } catch (JsonParseException | UnsupportedOperationException | IllegalStateException _) {
      // Others than registries answer, too: proxies with a page, for one.
    }
    return "";
  }
}
