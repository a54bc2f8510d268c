package io.davit.cli.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The head of an HTTP/1.1 answer: status line and header fields.
///
/// @param fields by lower-case name
record HeaderLines(int status, Map<String, String> fields) {
  private static final int MAX_LINE_BYTES = 64 * 1024;

  static HeaderLines read(InputStream source) throws IOException {
    String statusLine = readLine(source);
    int space = statusLine.indexOf(' ');
    if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < space + 4) {
      throw new IOException(
          statusLine.isEmpty()
              ? "the engine closed the connection without an answer"
              : "not an HTTP answer: \"" + statusLine + "\"");
    }
    int status = Integer.parseInt(statusLine.substring(space + 1, space + 4));
    Map<String, String> fields = new HashMap<>();
    for (String line = readLine(source); !line.isEmpty(); line = readLine(source)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
    return new HeaderLines(status, fields);
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /// A line without its end; what there is when the stream ends.
  static String readLine(InputStream source) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int value = source.read(); value >= 0 && value != '\n'; value = source.read()) {
      if (line.length() == MAX_LINE_BYTES) {
        throw new IOException("header line longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.append((char) value);
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }
}
