package io.davit.cli.render;

import io.davit.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Splits the inside of a template's action into commands at `|` and words at spaces. A quoted word
/// keeps its quotes; a comment (`/* */`) has no words.
final class TemplateWords {
  private TemplateWords() {}

  static List<List<String>> split(String action, Function<String, InvalidInput> invalid) {
    if (action.startsWith("/*") && action.endsWith("*/")) {
      return List.of();
    }
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int position = 0;
    while (position < action.length()) {
      char c = action.charAt(position);
      if (Character.isWhitespace(c)) {
        position++;
      } else if (c == '|') {
        commands.add(words);
        words = new ArrayList<>();
        position++;
      } else if (c == '(' || c == ')' || c == '$') {
        throw invalid.apply("\"" + c + "\" is not supported");
      } else {
        int end =
            c == '"' || c == '`' ? quoted(action, position, invalid) : plain(action, position);
        words.add(action.substring(position, end));
        position = end;
      }
    }
    commands.add(words);
    for (List<String> command : commands) {
      if (command.isEmpty()) {
        throw invalid.apply("an empty command in \"{{" + action + "}}\"");
      }
    }
    return commands;
  }

  private static int plain(String action, int start) {
    int end = start;
    while (end < action.length()
        && !Character.isWhitespace(action.charAt(end))
        && "|()".indexOf(action.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int quoted(String action, int start, Function<String, InvalidInput> invalid) {
    char quote = action.charAt(start);
    for (int end = start + 1; end < action.length(); end++) {
      if (action.charAt(end) == '\\' && quote == '"') {
        end++;
      } else if (action.charAt(end) == quote) {
        return end + 1;
      }
    }
    throw invalid.apply("a quote is not closed");
  }
}
