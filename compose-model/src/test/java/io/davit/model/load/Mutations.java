package io.davit.model.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages texts as people, editors and broken disks do: characters, lines, indentation, values of
/// other types, ends that are missing.
final class Mutations {
  private static final List<String> PIECES =
      List.of(
          "\t",
          " ",
          "\n",
          "\r",
          "\0",
          ":",
          ": ",
          "- ",
          "-",
          "?",
          "? ",
          ",",
          "[",
          "]",
          "{",
          "}",
          "&a ",
          "*a",
          "!",
          "!reset ",
          "!override ",
          "!!int ",
          "|",
          ">",
          "'",
          "\"",
          "%",
          "@",
          "`",
          "#",
          " #",
          "$",
          "${",
          "}",
          "$$",
          "<<: ",
          "~",
          "0",
          "\\",
          "\uFEFF",
          "\u0085",
          "\u2028",
          "é",
          "\uD83D\uDEA2",
          "---\n",
          "...\n",
          "x-a: ",
          "=",
          "\r\n",
          "\u0001",
          "\u007F",
          "\u200B",
          "\u202E",
          "\uFFFE",
          "9".repeat(400),
          "-".repeat(200),
          " ".repeat(300),
          "[".repeat(120),
          "{a: ".repeat(120),
          "${A:-".repeat(120));
  private static final List<String> VALUES =
      List.of(
          "",
          "null",
          "~",
          "true",
          "yes",
          "0",
          "1",
          "-1",
          "1.5",
          "1e3",
          "0777",
          "0x1F",
          "99999999999999999999",
          "1e999",
          ".inf",
          "2001-12-14",
          "12:30:45",
          "\"\"",
          "'x'",
          "x",
          "x y",
          "a=b",
          "a:b",
          "10s",
          "1g",
          "8080:80",
          "./a:/b",
          "/",
          "~",
          "[]",
          "{}",
          "[a, b]",
          "[1, null, {a: b}]",
          "{a: b}",
          "{a: {b: c}}",
          "[[]]",
          "!reset null",
          "!override []",
          "!override {a: b}",
          "!unknown x",
          "*x",
          "&x y",
          "${X}",
          "${X:-y}",
          "${",
          "$$",
          "|\n",
          ">",
          "{external: true}",
          "service:web",
          "web",
          "\"\\u0000\"");

  private Mutations() {}

  /// As another editor, on another system, would have saved it.
  static String withLineEnds(String text, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> text.replace("\n", "\r\n");
      case 1 -> text.replace("\n", "\r");
      case 2 -> "\uFEFF" + text;
      default -> text;
    };
  }

  /// @param other a text to take lines from
  static String mutated(String text, String other, Random random) {
    String mutated = text;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && !mutated.isEmpty(); i++) {
      mutated = mutatedOnce(mutated, other, random);
    }
    return mutated;
  }

  private static String mutatedOnce(String text, String other, Random random) {
    int at = random.nextInt(text.length());
    return switch (random.nextInt(9)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      case 2 -> text.substring(0, at) + pick(PIECES, random) + text.substring(at);
      case 3 -> text.substring(0, at) + pick(PIECES, random) + text.substring(at + 1);
      case 4, 5 -> withValue(text, random);
      case 6 -> indented(text, random);
      case 7 -> withLines(text, random);
      default -> spliced(text, other, random);
    };
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(Arrays.asList(text.split("\n", -1)));
  }

  /// A line's value is replaced.
  private static String withValue(String text, Random random) {
    List<String> lines = lines(text);
    int number = random.nextInt(lines.size());
    String line = lines.get(number);
    int colon = line.indexOf(':');
    int dash = line.indexOf('-');
    int end = colon >= 0 ? colon + 1 : dash >= 0 ? dash + 1 : line.length();
    lines.set(number, line.substring(0, end) + " " + pick(VALUES, random));
    return String.join("\n", lines);
  }

  private static String indented(String text, Random random) {
    List<String> lines = lines(text);
    int number = random.nextInt(lines.size());
    String line = lines.get(number);
    lines.set(
        number,
        switch (random.nextInt(4)) {
          case 0 -> " ".repeat(1 + random.nextInt(3)) + line;
          case 1 -> line.stripLeading();
          case 2 -> "\t" + line;
          default -> line.isEmpty() ? " " : line.substring(1);
        });
    return String.join("\n", lines);
  }

  /// A line is left out, doubled or moved.
  private static String withLines(String text, Random random) {
    List<String> lines = lines(text);
    String line = lines.remove(random.nextInt(lines.size()));
    for (int i = random.nextInt(3); i > 0; i--) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return String.join("\n", lines);
  }

  private static String spliced(String text, String other, Random random) {
    List<String> lines = lines(text);
    List<String> others = lines(other);
    int from = random.nextInt(others.size());
    int to = Math.min(others.size(), from + 1 + random.nextInt(4));
    lines.addAll(random.nextInt(lines.size() + 1), others.subList(from, to));
    return String.join("\n", lines);
  }
}
