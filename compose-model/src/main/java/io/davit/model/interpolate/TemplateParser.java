package io.davit.model.interpolate;

import io.davit.model.interpolate.Template.Literal;
import io.davit.model.interpolate.Template.Operator;
import io.davit.model.interpolate.Template.Part;
import io.davit.model.interpolate.Template.Variable;
import java.util.ArrayList;
import java.util.List;

/// Recursive descent over the characters of a text with variables.
final class TemplateParser {
  private static final int DEPTH_MAX = 50;

  private final String text;
  private int at;
  private int depth;

  TemplateParser(String text) {
    this.text = text;
  }

  Template parse() throws TemplateFault {
    return new Template(text, parts(false, 0));
  }

  /// @param nested whether a `}` without its own `{` ends it
  private List<Part> parts(boolean nested, int opened) throws TemplateFault {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int braces = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (nested && c == '}' && braces == 0) {
        break;
      }
      if (c == '$' && at + 1 < text.length()) {
        char next = text.charAt(at + 1);
        if (next == '{' || isNameStart(next)) {
          flush(literal, parts);
          parts.add(next == '{' ? braced() : named());
          continue;
        }
        at += next == '$' ? 1 : 0;
      } else if (nested) {
        braces += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
      literal.append(c);
      at++;
    }
    if (nested && at >= text.length()) {
      throw fault("\"${\" is not closed", opened, text.length() - opened);
    }
    flush(literal, parts);
    return parts;
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private Variable named() {
    int start = at;
    at++;
    String name = name();
    return new Variable(name, Operator.PLAIN, new Template("", List.of()), start, at - start);
  }

  private Variable braced() throws TemplateFault {
    int start = at;
    if (++depth > DEPTH_MAX) {
      throw fault("variables are nested more than %d deep".formatted(DEPTH_MAX), start, 2);
    }
    at += 2;
    String name = name();
    Operator operator = name.isEmpty() ? null : operator();
    if (operator == null) {
      int end = text.indexOf('}', start);
      throw fault(
          end < 0
              ? "\"${\" is not closed"
              : "\"%s\" is not a variable".formatted(text.substring(start, end + 1)),
          start,
          (end < 0 ? text.length() : end + 1) - start);
    }
    int argumentStart = at;
    List<Part> argument = operator == Operator.PLAIN ? List.of() : parts(true, start);
    Template template = new Template(text.substring(argumentStart, at), argument);
    at++;
    depth--;
    return new Variable(name, operator, template, start, at - start);
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    boolean isName = at > start && isNameStart(text.charAt(start));
    return isName ? text.substring(start, at) : "";
  }

  private @org.jspecify.annotations.Nullable Operator operator() {
    boolean colon = at < text.length() && text.charAt(at) == ':';
    int symbol = colon ? at + 1 : at;
    char c = symbol < text.length() ? text.charAt(symbol) : 0;
    Operator operator =
        switch (c) {
          case '-' -> colon ? Operator.DEFAULT_OR_EMPTY : Operator.DEFAULT;
          case '?' -> colon ? Operator.REQUIRED_OR_EMPTY : Operator.REQUIRED;
          case '+' -> colon ? Operator.ALTERNATIVE_OR_EMPTY : Operator.ALTERNATIVE;
          case '}' -> colon ? null : Operator.PLAIN;
          default -> null;
        };
    at = operator == Operator.PLAIN ? at : symbol + 1;
    return operator;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  private static TemplateFault fault(String what, int offset, int length) {
    return new TemplateFault(
        "bad interpolation: " + what,
        offset,
        Math.max(1, length),
        "write ${NAME}, ${NAME:-default} or ${NAME:?message}, or $$ for a dollar sign");
  }
}
