package io.davit.runtime.log;

import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// Reads a container's log: its lines in the order in which they were completed, stdout and stderr
/// merged. Byte-exact: all lines of a stream, one after the other, are what was printed, from the
/// oldest file that rotation has kept; a line whose beginning rotation took is left out. What is
/// rotated away while it reads is held open, so that a slow reader loses nothing; one that lags by
/// more than [HeldSegments#MOST] files is told in a line of its own what it missed.
///
/// Blocking, for a thread of its own, which may be a virtual one; an interrupt ends it.
public final class LogReader {
  /// A longer line comes in parts of this many bytes, as from Docker.
  public static final int PART = 16 * 1024;

  private final Path directory;
  private final LogReaders readers;
  private final Optional<LogActivity> activity;

  /// @param activity of its writer, when there is one
  public LogReader(Path directory, LogReaders readers, Optional<LogActivity> activity) {
    this.directory = directory;
    this.readers = readers;
    this.activity = activity;
  }

  /// Takes lines, one at a time.
  public interface Sink {
    /// @return whether further ones are wanted
    boolean line(LogLine line) throws InterruptedException;

    /// All that the log holds has been given; the reader waits for more.
    default void caughtUp() {}
  }

  /// All lines that the log holds now.
  public List<LogLine> lines(LogQuery query) throws InterruptedException {
    List<LogLine> lines = new java.util.ArrayList<>();
    read(
        new LogQuery(query.streams(), query.sinceNanos(), query.untilNanos(), query.tail(), false),
        line -> {
          lines.add(line);
          return true;
        });
    return lines;
  }

  /// Gives the lines to the sink; returns at the log's end, with [LogQuery#follow] when its process
  /// has ended, or when the sink wants no more.
  ///
  /// @throws StorageFailed when a file of the log cannot be read
  public void read(LogQuery query, Sink sink) throws InterruptedException {
    try (LogPlace place = place(query)) {
      read(place, query, sink);
    }
  }

  /// The beginning, for several reads one after the other: each goes on where the last one ended.
  public LogPlace place(LogQuery query) {
    return new LogPlace(directory, readers, query.streams());
  }

  /// As [#read(LogQuery, Sink)], from a place on, which moves. Only the first read from a place
  /// heeds [LogQuery#tail].
  public void read(LogPlace place, LogQuery query, Sink sink) throws InterruptedException {
    LogCursor cursor = place.cursor();
    try {
      Selection selection = new Selection(query, sink);
      long seen = version();
      boolean ended = ended();
      boolean wanted = true;
      if (place.begin() && query.tail() >= 0) {
        wanted = tail(cursor, query, selection);
      }
      wanted = wanted && cursor.advance(selection::take);
      while (wanted && query.follow() && !ended) {
        sink.caughtUp();
        activity.orElseThrow().await(seen);
        seen = version();
        ended = ended();
        wanted = cursor.advance(selection::take);
      }
      if (wanted) {
        cursor.finish(selection::take);
      }
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  static StorageFailed failed(Path directory, IOException e) {
    return new StorageFailed(
        "cannot read the log in \"%s\": %s".formatted(directory, e.getMessage()),
        Optional.empty(),
        Optional.of("look at the directory's owner, mode and file system"),
        e);
  }

  private long version() {
    return activity.map(LogActivity::version).orElse(0L);
  }

  private boolean ended() {
    return activity.map(LogActivity::ended).orElse(true);
  }

  /// Leaves out all but the last lines of what is there now.
  private static boolean tail(LogCursor cursor, LogQuery query, Selection selection)
      throws IOException, InterruptedException {
    ArrayDeque<LogLine> last = new ArrayDeque<>();
    Sink keep =
        line -> {
          if (selection.wants(line)) {
            last.add(line);
            if (last.size() > query.tail()) {
              last.remove();
            }
          }
          return true;
        };
    if (query.untilNanos() == Long.MAX_VALUE) {
      cursor.skipToLast(query.tail(), query.streams());
    }
    cursor.advance(keep);
    if (!query.follow()) {
      cursor.finish(keep);
    }
    for (LogLine line : last) {
      if (!selection.take(line)) {
        return false;
      }
    }
    return true;
  }

  /// What the query wants of the lines.
  private record Selection(LogQuery query, Sink sink) {
    boolean wants(LogLine line) {
      return query.streams().contains(line.stream())
          && line.timeNanos() >= query.sinceNanos()
          && line.timeNanos() <= query.untilNanos();
    }

    boolean take(LogLine line) throws InterruptedException {
      if (line.timeNanos() > query.untilNanos()) {
        return false;
      }
      return !wants(line) || sink.line(line);
    }
  }
}
