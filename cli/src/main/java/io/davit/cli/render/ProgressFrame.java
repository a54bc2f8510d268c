package io.davit.cli.render;

import io.davit.cli.render.Step.Status;
import io.davit.cli.terminal.Terminal.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One picture of an operation on a terminal: a header, and a line for each resource.
///
/// ```
/// [+] up 1/2
///  ✔ Network shop_default   Created   0.1s
///  ⠋ Container shop-web-1   Starting  0.3s
/// ```
///
/// A value of what happened so far; drawing it needs no terminal.
final class ProgressFrame {
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final long SPINNER_NANOS = 100_000_000;

  /// @param startNanos when its first step came
  /// @param endNanos when its last step ended; meaningless while it works
  private record Line(Step step, long startNanos, long endNanos) {}

  private final String title;
  private final Ansi ansi;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /// @param title the operation: `up`
  ProgressFrame(String title, Ansi ansi) {
    this.title = title;
    this.ansi = ansi;
  }

  void show(Step step, long nowNanos) {
    Line before = lines.get(step.id());
    long start = before == null ? nowNanos : before.startNanos();
    lines.put(step.id(), new Line(step, start, nowNanos));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /// The lines as they fit on a screen, those still at work before those that ended, and a count of
  /// what is left out.
  List<String> draw(long nowNanos, Size screen) {
    List<Line> shown = fitting(screen.rows() - 3);
    List<String> text = new ArrayList<>();
    text.add(header(screen.columns()));
    shown.forEach(line -> text.add(line(line, nowNanos, screen.columns())));
    if (shown.size() < lines.size()) {
      text.add(" ... " + (lines.size() - shown.size()) + " more");
    }
    return text;
  }

  /// Every line, those with errors last.
  List<String> drawAll(long nowNanos, Size screen) {
    List<String> text = new ArrayList<>();
    text.add(header(screen.columns()));
    for (boolean failed : new boolean[] {false, true}) {
      for (Line line : lines.values()) {
        if ((line.step().status() == Status.ERROR) == failed) {
          text.add(line(line, nowNanos, screen.columns()));
        }
      }
    }
    return text;
  }

  private String header(int columns) {
    long done = lines.values().stream().filter(ProgressFrame::ended).count();
    String header = "[+] " + title + " " + done + "/" + lines.size();
    return header.substring(0, Math.min(header.length(), columns));
  }

  private static boolean ended(Line line) {
    return line.step().status() != Status.WORKING;
  }

  private List<Line> fitting(int room) {
    if (lines.size() <= room) {
      return List.copyOf(lines.values());
    }
    int left = Math.max(1, room - 1);
    List<Line> chosen = new ArrayList<>();
    for (boolean endedOnes : new boolean[] {false, true}) {
      for (Line line : lines.values()) {
        if (ended(line) == endedOnes && chosen.size() < left) {
          chosen.add(line);
        }
      }
    }
    return lines.values().stream().filter(chosen::contains).toList();
  }

  private String line(Line line, long nowNanos, int columns) {
    Step step = line.step();
    long end = ended(line) ? line.endNanos() : nowNanos;
    String took = Ages.took(end - line.startNanos());
    int idWidth = lines.values().stream().mapToInt(l -> l.step().id().length()).max().orElse(0);
    int textWidth = lines.values().stream().mapToInt(l -> l.step().text().length()).max().orElse(0);
    String id = pad(step.id(), idWidth);
    String text = pad(step.text(), textWidth);
    int room = columns - 3 - idWidth - 2 - textWidth - 2 - took.length() - 1;
    if (room < 0) {
      int idRoom = Math.max(8, idWidth + room);
      id = id.length() > idRoom ? id.substring(0, idRoom - 1) + "…" : id;
    }
    String details = "";
    if (!step.details().isEmpty() && room > 12) {
      String first = step.details().lines().findFirst().orElse("");
      details = "  " + (first.length() + 2 > room ? first.substring(0, room - 3) + "…" : first);
    }
    return " "
        + mark(step.status(), nowNanos - line.startNanos())
        + " "
        + id
        + "  "
        + colour(step.status(), text)
        + "  "
        + ansi.blue(took)
        + ansi.faint(details);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String mark(Status status, long workedNanos) {
    return switch (status) {
      case WORKING -> ansi.blue(SPINNER[(int) (workedNanos / SPINNER_NANOS % SPINNER.length)]);
      case DONE -> ansi.green("✔");
      case WARNING -> ansi.yellow("!");
      case ERROR -> ansi.red("✘");
    };
  }

  private String colour(Status status, String text) {
    return switch (status) {
      case WORKING -> ansi.blue(text);
      case DONE -> ansi.green(text);
      case WARNING -> ansi.yellow(text);
      case ERROR -> ansi.red(text);
    };
  }
}
