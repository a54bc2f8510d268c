package io.davit.cli.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.cli.engine.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows of fields, printed as `--format` says: a table, JSON, or a template per row.
///
/// @param columns of the table: field → header
/// @param jsonLines whether JSON is one object per line, or one array
public record Listing(Map<String, String> columns, List<JsonObject> rows, boolean jsonLines) {
  /// Columns from `field, header, field, header, …`.
  public static Map<String, String> columns(String... fieldsAndHeaders) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < fieldsAndHeaders.length; i += 2) {
      columns.put(fieldsAndHeaders[i], fieldsAndHeaders[i + 1]);
    }
    return columns;
  }

  /// @param format empty or `table`, `json`, `table TEMPLATE`, or a template
  public String text(String format) {
    String kind = format.strip();
    if (kind.isEmpty() || kind.equals("table")) {
      return table();
    }
    if (kind.equals("json")) {
      return json();
    }
    if (kind.startsWith("table ")) {
      return templateTable(GoTemplate.parse(kind.substring("table ".length()).strip()));
    }
    GoTemplate template = GoTemplate.parse(format);
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(template.apply(row)).append('\n'));
    return text.toString();
  }

  private String table() {
    Table table = new Table().row(List.copyOf(columns.values()));
    for (JsonObject row : rows) {
      List<String> cells = new ArrayList<>();
      for (String field : columns.keySet()) {
        JsonElement cell = row.get(field);
        cells.add(cell == null ? "" : TemplateFunctions.print(cell));
      }
      table.row(cells);
    }
    return table.text();
  }

  private String json() {
    if (jsonLines) {
      StringBuilder text = new StringBuilder();
      rows.forEach(row -> text.append(JsonText.write(row)).append('\n'));
      return text.toString();
    }
    JsonArray array = new JsonArray();
    rows.forEach(array::add);
    return JsonText.write(array) + "\n";
  }

  private String templateTable(GoTemplate template) {
    Table table = new Table().row(cells(template.headers(columns)));
    rows.forEach(row -> table.row(cells(template.apply(row))));
    return table.text();
  }

  private static List<String> cells(String line) {
    return List.of(line.split("\t", -1));
  }
}
