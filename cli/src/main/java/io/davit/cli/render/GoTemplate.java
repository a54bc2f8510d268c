package io.davit.cli.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A subset of Go's text/template, as far as `--format` needs one: fields (`{{.A.B}}`), `{{json
/// .}}` and the other functions of [TemplateFunctions], pipelines (`{{.A | json}}`), literals,
/// `{{if}}…{{else}}…{{end}}`, `{{range}}…{{end}}`, comments, and the trim markers `{{-` and `-}}`.
/// Outside the braces `\t` and `\n` are a tab and a line end, as Docker reads them.
public final class GoTemplate {
  private sealed interface Part {
    record Text(String text) implements Part {}

    record Output(Pipeline pipeline) implements Part {}

    record If(Pipeline condition, List<Part> then, List<Part> otherwise) implements Part {}

    record Range(Pipeline over, List<Part> body, List<Part> otherwise) implements Part {}
  }

  /// Commands from left to right; each gets the value before it as its last argument.
  private record Pipeline(List<List<String>> commands) {}

  private final String source;
  private final List<Part> parts;

  private GoTemplate(String source) {
    this.source = source;
    Parser parser = new Parser();
    this.parts = parser.block("");
  }

  /// @throws InvalidInput when it is not a template of this subset
  public static GoTemplate parse(String source) {
    return new GoTemplate(source);
  }

  /// The top-level fields that it prints, for the header of a table: `{{.Name}}` → `Name`.
  public List<String> fields() {
    List<String> fields = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Output(Pipeline pipeline)) {
        String field = "";
        for (List<String> command : pipeline.commands()) {
          for (String word : command) {
            field = word.length() > 1 && word.charAt(0) == '.' ? word.substring(1) : field;
          }
        }
        fields.add(field);
      }
    }
    return fields;
  }

  /// The same template with every output replaced by the header of its field.
  public String headers(Map<String, String> headers) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    List<String> fields = fields();
    for (Part part : parts) {
      if (part instanceof Part.Text(String words)) {
        text.append(words);
      } else if (part instanceof Part.Output) {
        String field = fields.get(next++);
        text.append(headers.getOrDefault(field, TemplateFunctions.header(field)));
      }
    }
    return text.toString();
  }

  public String apply(JsonElement value) {
    StringBuilder text = new StringBuilder();
    render(parts, value, text);
    return text.toString();
  }

  private void render(List<Part> block, JsonElement dot, StringBuilder text) {
    for (Part part : block) {
      if (part instanceof Part.Text(String words)) {
        text.append(words);
      } else if (part instanceof Part.Output(Pipeline pipeline)) {
        text.append(TemplateFunctions.print(evaluate(pipeline, dot)));
      } else if (part instanceof Part.If(Pipeline condition, var then, var otherwise)) {
        boolean holds = TemplateFunctions.truth(evaluate(condition, dot));
        render(holds ? then : otherwise, dot, text);
      } else if (part instanceof Part.Range(Pipeline over, var body, var otherwise)) {
        List<JsonElement> elements = elements(evaluate(over, dot));
        elements.forEach(element -> render(body, element, text));
        if (elements.isEmpty()) {
          render(otherwise, dot, text);
        }
      }
    }
  }

  private static List<JsonElement> elements(JsonElement value) {
    if (value instanceof JsonArray array) {
      return array.asList();
    }
    return value instanceof JsonObject object ? List.copyOf(object.asMap().values()) : List.of();
  }

  private JsonElement evaluate(Pipeline pipeline, JsonElement dot) {
    List<JsonElement> piped = List.of();
    for (List<String> command : pipeline.commands()) {
      List<JsonElement> arguments = new ArrayList<>();
      String head = command.getFirst();
      boolean call = TemplateFunctions.isName(head);
      for (String word : call ? command.subList(1, command.size()) : command) {
        arguments.add(operand(word, dot));
      }
      arguments.addAll(piped);
      if (!call && arguments.size() > 1) {
        throw invalid("\"" + head + "\" is a value and takes no arguments");
      }
      piped = List.of(call ? apply(head, arguments) : arguments.getFirst());
    }
    return piped.getFirst();
  }

  private JsonElement apply(String function, List<JsonElement> arguments) {
    try {
      return TemplateFunctions.call(function, arguments);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private JsonElement operand(String word, JsonElement dot) {
    try {
      return TemplateFunctions.operand(word, dot);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private InvalidInput invalid(String what) {
    return new InvalidInput(
        "invalid template: " + what,
        new Resource("template", source),
        "write fields as {{.Name}}, or use --format json");
  }

  /// Recursive descent over `{{ }}` actions.
  private final class Parser {
    private int position;
    private boolean trimNext;

    /// What ended the last block: `end`, `else`, or nothing at the template's end.
    private String ending = "";

    List<Part> block(String opener) {
      List<Part> block = new ArrayList<>();
      while (true) {
        int open = source.indexOf("{{", position);
        boolean trim = open >= 0 && source.startsWith("{{- ", open);
        text(block, source.substring(position, open < 0 ? source.length() : open), trim);
        if (open < 0) {
          position = source.length();
          if (!opener.isEmpty()) {
            throw invalid("{{" + opener + "}} without {{end}}");
          }
          return block;
        }
        String action = action(open);
        List<List<String>> words = TemplateWords.split(action, GoTemplate.this::invalid);
        if (words.isEmpty()) {
          continue;
        }
        String head = words.getFirst().getFirst();
        if (head.equals("end") || head.equals("else")) {
          if (opener.isEmpty()) {
            throw invalid("{{" + head + "}} without {{if}} or {{range}}");
          }
          ending = head;
          return block;
        }
        block.add(part(head, words));
      }
    }

    private Part part(String head, List<List<String>> words) {
      if (!head.equals("if") && !head.equals("range")) {
        return new Part.Output(new Pipeline(words));
      }
      List<List<String>> commands = new ArrayList<>(words);
      commands.set(0, words.getFirst().subList(1, words.getFirst().size()));
      if (commands.getFirst().isEmpty()) {
        throw invalid("{{" + head + "}} of nothing");
      }
      List<Part> then = block(head);
      List<Part> otherwise = ending.equals("else") ? block(head) : List.of();
      Pipeline pipeline = new Pipeline(commands);
      return head.equals("if")
          ? new Part.If(pipeline, then, otherwise)
          : new Part.Range(pipeline, then, otherwise);
    }

    private void text(List<Part> block, String words, boolean trimEnd) {
      String text = trimNext ? words.stripLeading() : words;
      text = trimEnd ? text.stripTrailing() : text;
      trimNext = false;
      if (!text.isEmpty()) {
        block.add(new Part.Text(text.replace("\\t", "\t").replace("\\n", "\n")));
      }
    }

    /// The words between the braces; leaves the position behind them.
    private String action(int open) {
      int close = source.indexOf("}}", open);
      if (close < 0) {
        throw invalid("{{ without }}");
      }
      position = close + 2;
      String action = source.substring(open + 2, close);
      if (action.startsWith("- ")) {
        action = action.substring(2);
      }
      if (action.endsWith(" -")) {
        action = action.substring(0, action.length() - 2);
        trimNext = true;
      }
      return action.strip();
    }
  }
}
