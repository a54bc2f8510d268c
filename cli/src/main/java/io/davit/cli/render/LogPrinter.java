package io.davit.cli.render;

import io.davit.cli.engine.LogFrame;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Prints log lines with a prefix for each container, as Compose does: `web-1 | GET /`. The bytes
/// of a line are passed on as they are. Used by one thread.
public final class LogPrinter {
  /// How lines look.
  ///
  /// @param prefix whether a line names its container
  /// @param timestamps whether it begins with the time at which the engine read it
  /// @param ends whether the end of a container is told
  /// @param silent names of services whose lines are not shown
  public record Style(
      boolean prefix, boolean timestamps, boolean ends, Ansi ansi, Set<String> silent) {
    public Style {
      silent = Set.copyOf(silent);
    }
  }

  private static final int LONGEST_LINE_BYTES = 1024 * 1024;

  private record Source(
      String name,
      String service,
      int colour,
      ByteArrayOutputStream partialOut,
      ByteArrayOutputStream partialErr) {
    ByteArrayOutputStream partial(boolean stderr) {
      return stderr ? partialErr : partialOut;
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private final String project;
  private final Style style;
  private final Map<Integer, Source> sources = new LinkedHashMap<>();
  private int width;
  private boolean wroteErr;

  /// @param err where the containers' stderr goes; may be the same as `out`
  public LogPrinter(PrintStream out, PrintStream err, String project, Style style) {
    this.out = out;
    this.err = err;
    this.project = project;
    this.style = style;
  }

  public void print(LogFrame frame) {
    if (frame instanceof LogFrame.Appeared appeared) {
      appear(appeared);
    } else if (frame instanceof LogFrame.Line line) {
      Source source = sources.get(line.number());
      if (source != null) {
        line(source, line);
      }
    } else if (frame instanceof LogFrame.Ended ended) {
      Source source = sources.get(ended.number());
      if (source != null) {
        end(source, ended);
      }
    }
  }

  /// Prints what has no line end yet.
  public void close() {
    sources.values().forEach(this::flushPartials);
    flush();
  }

  /// Hands everything over.
  ///
  /// @return false when the reader of the output is gone
  public boolean flush() {
    boolean broken = out.checkError();
    return !err.checkError() && !broken;
  }

  private void appear(LogFrame.Appeared appeared) {
    Source before = sources.get(appeared.number());
    if (before != null) {
      flushPartials(before);
    }
    String name = shortName(project, appeared.name());
    int colour = before == null ? sources.size() : before.colour();
    sources.put(
        appeared.number(),
        new Source(
            name,
            appeared.service(),
            colour,
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream()));
    if (!style.silent().contains(appeared.service())) {
      width = Math.max(width, name.length());
    }
  }

  /// The name without the project's, however the two are joined.
  public static String shortName(String project, String name) {
    return name.startsWith(project + "-") || name.startsWith(project + "_")
        ? name.substring(project.length() + 1)
        : name;
  }

  private void line(Source source, LogFrame.Line line) {
    if (style.silent().contains(source.service())) {
      return;
    }
    ByteArrayOutputStream pending = source.partial(line.stderr());
    if (pending.size() == 0) {
      begin(source, line.nanos(), pending);
    }
    line.bytes().writeTo(pending);
    boolean whole = line.bytes().endsLine();
    if (whole || pending.size() > LONGEST_LINE_BYTES) {
      flush(pending, line.stderr(), whole);
    }
  }

  private void begin(Source source, long nanos, ByteArrayOutputStream pending) {
    if (style.prefix()) {
      String padded = source.name() + " ".repeat(width - source.name().length()) + "  | ";
      pending.writeBytes(
          style.ansi().cycle(source.colour(), padded).getBytes(StandardCharsets.UTF_8));
    }
    if (style.timestamps()) {
      pending.writeBytes((timestamp(nanos) + " ").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// RFC 3339 with nine digits, in UTC.
  static String timestamp(long nanos) {
    long seconds = Math.floorDiv(nanos, 1_000_000_000L);
    String whole = Instant.ofEpochSecond(seconds).toString();
    String digits = String.valueOf(1_000_000_000L + Math.floorMod(nanos, 1_000_000_000L));
    return whole.substring(0, whole.length() - 1) + "." + digits.substring(1) + "Z";
  }

  private void end(Source source, LogFrame.Ended ended) {
    flushPartials(source);
    if (style.ends() && !style.silent().contains(source.service())) {
      String restarting = ended.restarting() ? " (restarting)" : "";
      String text = source.name() + " exited with code " + ended.exitCode() + restarting;
      turnTo(false).println(style.ansi().cycle(source.colour(), text));
    }
  }

  private void flushPartials(Source source) {
    flush(source.partialOut(), false, false);
    flush(source.partialErr(), true, false);
  }

  private void flush(ByteArrayOutputStream pending, boolean stderr, boolean whole) {
    if (pending.size() > 0) {
      PrintStream target = turnTo(stderr);
      target.write(pending.toByteArray(), 0, pending.size());
      if (!whole) {
        target.write('\n');
      }
      pending.reset();
    }
  }

  /// Keeps the order of lines of the two outputs.
  private PrintStream turnTo(boolean stderr) {
    if (wroteErr != stderr) {
      (wroteErr ? err : out).flush();
      wroteErr = stderr;
    }
    return stderr ? err : out;
  }
}
