package io.davit.model.schema;

import java.util.ArrayList;
import java.util.List;

/// A command line split as Docker Compose splits it: quotes and backslashes are taken away, `$(…)`
/// and backquotes hold their text together, nothing is expanded. It ends where a shell would begin
/// another command or redirect: `;`, `&`, `|`, `<`, `>`.
///
/// @param rest from where it ends; empty for a whole line
record ShellWords(List<String> words, String rest) {
  ShellWords {
    words = List.copyOf(words);
  }

  /// @throws Malformed for a quote or a parenthesis that is not closed, or not opened
  static ShellWords of(String text) {
    return new Splitting(text).split();
  }

  /// What a character stands in.
  private enum Inside {
    NOTHING,
    SINGLE_QUOTES,
    DOUBLE_QUOTES,
    BACKQUOTES,
    PARENTHESES
  }

  private static final class Splitting {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private Inside inside = Inside.NOTHING;

    private Splitting(String text) {
      this.text = text;
    }

    private ShellWords split() {
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\\' && inside != Inside.SINGLE_QUOTES) {
          at++;
          if (at == text.length()) {
            throw new Malformed("ends with a backslash", "remove it, or double it");
          }
          append(text.charAt(at));
        } else if (isBlank(c) && inside == Inside.NOTHING) {
          endWord();
        } else if (";&|<>".indexOf(c) >= 0 && inside == Inside.NOTHING) {
          boolean descriptor = c == '>' && !word.isEmpty() && isDigit(word.charAt(0));
          if (descriptor) {
            inWord = false;
          }
          endWord();
          return new ShellWords(words, text.substring(at));
        } else {
          read(c);
        }
      }
      if (inside != Inside.NOTHING) {
        throw notClosed();
      }
      endWord();
      return new ShellWords(words, "");
    }

    private void read(char c) {
      switch (c) {
        case '\'' -> quote(c, Inside.SINGLE_QUOTES);
        case '"' -> quote(c, Inside.DOUBLE_QUOTES);
        case '`' -> {
          if (inside == Inside.NOTHING || inside == Inside.BACKQUOTES) {
            inside = inside == Inside.NOTHING ? Inside.BACKQUOTES : Inside.NOTHING;
          }
          append(c);
        }
        case '(' -> {
          boolean substitution = !word.isEmpty() && word.charAt(word.length() - 1) == '$';
          if (inside == Inside.PARENTHESES || (inside == Inside.NOTHING && !substitution)) {
            throw parenthesis();
          }
          inside = inside == Inside.NOTHING ? Inside.PARENTHESES : inside;
          append(c);
        }
        case ')' -> {
          if (inside == Inside.NOTHING) {
            throw parenthesis();
          }
          inside = inside == Inside.PARENTHESES ? Inside.NOTHING : inside;
          append(c);
        }
        default -> append(c);
      }
    }

    private void quote(char c, Inside quotes) {
      if (inside == Inside.NOTHING) {
        inside = quotes;
        inWord = true;
      } else if (inside == quotes) {
        inside = Inside.NOTHING;
      } else {
        append(c);
      }
    }

    private void append(char c) {
      word.append(c);
      inWord = true;
    }

    private void endWord() {
      if (inWord) {
        words.add(word.toString());
      }
      word.setLength(0);
      inWord = false;
    }

    private Malformed notClosed() {
      String open =
          switch (inside) {
            case SINGLE_QUOTES -> "'";
            case DOUBLE_QUOTES -> "\"";
            case BACKQUOTES -> "`";
            case PARENTHESES, NOTHING -> "$(";
          };
      return new Malformed(
          "has a %s that is not closed".formatted(open),
          "close it, or write the command as a list");
    }

    private static Malformed parenthesis() {
      return new Malformed(
          "has a parenthesis, which only a shell understands",
          "write it as a list: [sh, -c, \"…\"], or put that part in quotes");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
