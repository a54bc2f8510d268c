package io.davit.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One request to the engine, built up value by value.
///
/// @param target path and query, encoded
/// @param upgrade whether the connection is to become a raw byte stream (Docker's hijack)
public record Request(String method, String target, Body body, boolean upgrade) {
  private static final String HEX = "0123456789ABCDEF";
  private static final String IN_QUERY = "-._~";
  private static final String IN_SEGMENT = "-._~:@";

  /// What is sent along.
  public interface Body {
    /// Ends the head that was begun with the fields that it needs, and sends both.
    void write(StringBuilder head, OutputStream output) throws IOException;
  }

  private record NoBody() implements Body {
    @Override
    public void write(StringBuilder head, OutputStream output) throws IOException {
      output.write(ascii(head.append("Content-Length: 0\r\n\r\n")));
    }
  }

  private record TextBody(String text) implements Body {
    @Override
    public void write(StringBuilder head, OutputStream output) throws IOException {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
      output.write(ascii(head.append("\r\n\r\n")));
      output.write(body);
    }
  }

  /// A stream of unknown length, sent in chunks (RFC 9112 section 7.1).
  private record StreamBody(InputStream bytes) implements Body {
    @Override
    public void write(StringBuilder head, OutputStream output) throws IOException {
      head.append("Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n");
      output.write(ascii(head));
      byte[] buffer = new byte[64 * 1024];
      for (int count = read(buffer); count >= 0; count = read(buffer)) {
        output.write(ascii(new StringBuilder(Integer.toHexString(count)).append("\r\n")));
        output.write(buffer, 0, count);
        output.write(ascii(new StringBuilder("\r\n")));
      }
      output.write(ascii(new StringBuilder("0\r\n\r\n")));
    }

    /// The user's file failing is not the engine's failing: unchecked, so that nobody takes one for
    /// the other. Never 0, which would end the body.
    private int read(byte[] buffer) {
      try {
        int count = 0;
        while (count == 0) {
          count = bytes.read(buffer);
        }
        return count;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] ascii(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  public static Request get(String path) {
    return new Request("GET", path, new NoBody(), false);
  }

  public static Request post(String path) {
    return new Request("POST", path, new NoBody(), false);
  }

  public static Request delete(String path) {
    return new Request("DELETE", path, new NoBody(), false);
  }

  /// A path of segments, each encoded.
  public static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encode(segment, IN_SEGMENT));
    }
    return path.toString();
  }

  /// A path to an image: the slashes of its name stay as they are, as Docker's clients write them.
  public static String imagePath(String name, String rest) {
    return "/images/" + encode(name, IN_SEGMENT + "/") + rest;
  }

  public Request query(String name, String value) {
    char separator = target.indexOf('?') < 0 ? '?' : '&';
    return new Request(
        method,
        target + separator + encode(name, IN_QUERY) + "=" + encode(value, IN_QUERY),
        body,
        upgrade);
  }

  /// Adds `name=value` when the value is not empty.
  public Request queryIfAny(String name, String value) {
    return value.isEmpty() ? this : query(name, value);
  }

  public Request flag(String name, boolean value) {
    return value ? query(name, "1") : this;
  }

  /// Docker's `filters`: `label` → `a=b`.
  public Request filters(Map<String, List<String>> filters) {
    JsonObject json = new JsonObject();
    filters.forEach(
        (name, values) -> {
          JsonArray array = new JsonArray();
          values.forEach(array::add);
          json.add(name, array);
        });
    return query("filters", JsonText.write(json));
  }

  public Request json(JsonElement json) {
    return new Request(method, target, new TextBody(JsonText.write(json)), upgrade);
  }

  public Request stream(InputStream bytes) {
    return new Request(method, target, new StreamBody(bytes), upgrade);
  }

  public Request hijack() {
    return new Request(method, target, body, true);
  }

  /// Percent-encoding (RFC 3986 section 2.1) of all but letters, digits and some more characters.
  private static String encode(String text, String plain) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter || (c >= '0' && c <= '9') || plain.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }
}
