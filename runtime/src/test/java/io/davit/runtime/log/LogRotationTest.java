package io.davit.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.event.Pipes;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ContainerSpec.LogSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers see of a log whose files are deleted while they read. Needs Linux, not root.
@Tag("kernel")
final class LogRotationTest {
  @TempDir private Path directory;

  /// What a stream has to say.
  private static final class Printed {
    private final List<String> lines = new ArrayList<>();
    private String unprinted = "";
  }

  /// Of two streams, in pieces that end anywhere: stdout's lines look like `<ABC>`, stderr's like
  /// `(abc)`, so that each can be told from the other in a raw file without its index.
  private static final class Printer implements AutoCloseable {
    private final Path place;
    private final Random random;
    private final LogSpec spec;
    private final Pipes pipes = new Pipes();
    private final LogActivity activity = new LogActivity();
    private final LogReaders readers = new LogReaders();
    private final Printed out = new Printed();
    private final Printed err = new Printed();
    private LogWriter log;

    Printer(Path place, Random random, int maxFiles) throws Exception {
      this.place = place;
      this.random = random;
      spec = new LogSpec("local", place, 60 + random.nextInt(400), maxFiles);
      log = new LogWriter(spec, Clock.systemUTC(), pipes, activity, readers, true);
    }

    private Printed of(Stream stream) {
      return stream == Stream.OUT ? out : err;
    }

    List<String> lines(Stream stream) {
      return of(stream).lines;
    }

    void print() throws Exception {
      if (random.nextInt(40) == 0) {
        log.close();
        log = new LogWriter(spec, Clock.systemUTC(), pipes, activity, readers, false);
      }
      Stream stream = random.nextInt(4) == 0 ? Stream.ERR : Stream.OUT;
      while (of(stream).unprinted.length() < 60) {
        String line = line(stream);
        lines(stream).add(line);
        of(stream).unprinted += line + "\n";
      }
      print(stream, 1 + random.nextInt(60));
    }

    private String line(Stream stream) {
      StringBuilder name = new StringBuilder("x".repeat(random.nextInt(90)));
      for (int rest = lines(stream).size() + 1; rest > 0; rest /= 26) {
        name.append((char) ('a' + rest % 26));
      }
      return stream == Stream.ERR
          ? "(" + name + ")"
          : "<" + name.toString().toUpperCase(Locale.ROOT) + ">";
    }

    private void print(Stream stream, int length) throws Exception {
      String text = of(stream).unprinted;
      log.append(stream, text.substring(0, length).getBytes(StandardCharsets.US_ASCII));
      of(stream).unprinted = text.substring(length);
    }

    void end() throws Exception {
      for (Stream stream : Stream.values()) {
        print(stream, of(stream).unprinted.length());
      }
      activity.end();
    }

    /// The lines of which no byte has been deleted by now, and those that are still to come.
    int firstKept(Stream stream) throws IOException {
      char begins = stream == Stream.OUT ? '<' : '(';
      StringBuilder kept = new StringBuilder();
      for (Segment segment : Segment.list(place)) {
        kept.append(Files.readString(segment.raw()));
      }
      String ahead = kept + of(stream).unprinted;
      return lines(stream).size() - (int) ahead.chars().filter(c -> c == begins).count();
    }

    LogReader reader() {
      return new LogReader(place, readers, Optional.of(activity));
    }

    @Override
    public void close() {
      log.close();
      pipes.close();
    }
  }

  private static List<String> texts(List<LogLine> lines, Stream stream) {
    return lines.stream().filter(l -> l.stream() == stream).map(LogLine::text).toList();
  }

  /// A follower that fell behind once glued the beginning of a line to the rest of another one.
  @Test
  void aFollowerSeesEveryLineThatWasKeptWhenItBeganAndAllThatCome() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Path place = directory.resolve("seed" + seed);
      try (Printer printer = new Printer(place, random, 1 + random.nextInt(4))) {
        for (int i = random.nextInt(100); i > 0; i--) {
          printer.print();
        }
        int firstOut = printer.firstKept(Stream.OUT);
        int firstErr = printer.firstKept(Stream.ERR);
        List<LogLine> seen = followed(printer, random);
        assertThat(texts(seen, Stream.OUT))
            .as("seed %d", seed)
            .isEqualTo(from(firstOut, printer.out));
        assertThat(texts(seen, Stream.ERR))
            .as("seed %d", seed)
            .isEqualTo(from(firstErr, printer.err));
      }
    }
  }

  private static List<String> from(int first, Printed printed) {
    return printed.lines.subList(first, printed.lines.size());
  }

  /// Reads at random moments, often enough to lag by fewer files than are held; sometimes more is
  /// printed while it takes a line.
  private static List<LogLine> followed(Printer printer, Random random) throws Exception {
    List<LogLine> seen = new ArrayList<>();
    try (HeldSegments held = new HeldSegments(printer.place);
        LogCursor cursor = new LogCursor(printer.place, held, Stream.ERR)) {
      printer.readers.add(held);
      int[] during = new int[1];
      LogReader.Sink sink =
          line -> {
            seen.add(line);
            for (int i = random.nextInt(30); i > 0 && during[0] > 0; i--, during[0]--) {
              printUnchecked(printer);
            }
            return true;
          };
      for (int i = 0; i < 200; i++) {
        printer.print();
        if (random.nextInt(30) == 0 || i % 40 == 0) {
          during[0] = 20;
          cursor.advance(sink);
        }
      }
      during[0] = 0;
      printer.end();
      cursor.advance(sink);
      cursor.finish(sink);
    }
    return seen;
  }

  private static void printUnchecked(Printer printer) {
    try {
      printer.print();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReaderBeginsWithTheFirstWholeLineThatIsKeptAndATailIsTheEndOfAll() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Path place = directory.resolve("seed" + seed);
      try (Printer printer = new Printer(place, random, 1 + random.nextInt(4))) {
        for (int i = random.nextInt(150); i >= 0; i--) {
          printer.print();
        }
        printer.end();
        List<LogLine> all = printer.reader().lines(LogQuery.ALL);
        for (Stream stream : Stream.values()) {
          List<String> lines = printer.lines(stream);
          assertThat(texts(all, stream))
              .as("seed %d, %s", seed, stream)
              .isEqualTo(lines.subList(printer.firstKept(stream), lines.size()));
        }
        int tail = random.nextInt(12);
        assertThat(printer.reader().lines(LogQuery.ALL.last(tail)))
            .extracting(LogLine::text)
            .as("seed %d, tail %d", seed, tail)
            .isEqualTo(
                all.subList(Math.max(0, all.size() - tail), all.size()).stream()
                    .map(LogLine::text)
                    .toList());
      }
    }
  }

  @Test
  void whatIsRotatedAwayWhileAFollowerTakesALineIsNotLost() throws Exception {
    assertThat(followedWhileRotated(10))
        .hasSize(11)
        .startsWith("0 begins 0 ends", "1 begins 1 ends", "2 begins 2 ends")
        .endsWith("10 begins 10 ends");
  }

  @Test
  void aFollowerThatLagsTooFarSaysSoBetweenTwoWholeLines() throws Exception {
    // The first file is open, the last is there, as many as are held lie between: 3 are missing.
    int rotations = HeldSegments.MOST + 4;
    List<String> seen = followedWhileRotated(rotations);
    assertThat(seen)
        .startsWith(
            "0 begins 0 ends",
            "davit: lines are missing here: rotation deleted 3 files of this log before they were"
                + " read",
            "5 begins 5 ends")
        .endsWith("%d begins %d ends".formatted(rotations, rotations))
        .hasSize(2 + rotations - 4);
  }

  /// It was told on stderr only, which `docker logs 2>/dev/null` does not read.
  @Test
  void whoReadsOneStreamIsToldThereWhatIsMissing() throws Exception {
    LogQuery out = new LogQuery(Set.of(Stream.OUT), Long.MIN_VALUE, Long.MAX_VALUE, -1, true);
    assertThat(followedWhileRotated(out, HeldSegments.MOST + 4))
        .contains(
            "davit: lines are missing here: rotation deleted 3 files of this log before they were"
                + " read");
  }

  /// What a container prints after its restart was rotated away unread, and nobody said so.
  @Test
  void nothingIsLostBetweenTheReadsOfOneProcessAndTheNext() throws Exception {
    LogReaders readers = new LogReaders();
    LogSpec spec = new LogSpec("local", directory, 1, 1);
    List<String> seen = new ArrayList<>();
    LogReader.Sink sink =
        line -> {
          seen.add(line.text());
          return true;
        };
    LogActivity first = new LogActivity();
    LogActivity second = new LogActivity();
    LogReader reader = new LogReader(directory, readers, Optional.of(first));
    try (Pipes pipes = new Pipes();
        LogPlace place = reader.place(LogQuery.ALL)) {
      try (LogWriter log = new LogWriter(spec, Clock.systemUTC(), pipes, first, readers, true)) {
        print(log, "first\n");
      }
      first.end();
      reader.read(place, LogQuery.ALL.following(), sink);
      assertThat(seen).containsExactly("first");
      try (LogWriter log = new LogWriter(spec, Clock.systemUTC(), pipes, second, readers, true)) {
        for (int i = 1; i <= 5; i++) {
          print(log, "second %d\n".formatted(i));
        }
      }
      second.end();
      new LogReader(directory, readers, Optional.of(second))
          .read(place, LogQuery.ALL.following(), sink);
    }
    assertThat(seen)
        .containsExactly("first", "second 1", "second 2", "second 3", "second 4", "second 5");
  }

  /// One file is kept, each line lies in two; all but the first is printed while that is taken.
  private List<String> followedWhileRotated(int rotations) throws Exception {
    return followedWhileRotated(LogQuery.ALL.following(), rotations);
  }

  private List<String> followedWhileRotated(LogQuery query, int rotations) throws Exception {
    List<String> seen = new ArrayList<>();
    LogActivity activity = new LogActivity();
    LogReaders readers = new LogReaders();
    LogSpec spec = new LogSpec("local", directory, 1, 1);
    try (Pipes pipes = new Pipes();
        LogWriter log = new LogWriter(spec, Clock.systemUTC(), pipes, activity, readers, false)) {
      print(log, "0 begins 0 ends\n1 begins");
      new LogReader(directory, readers, Optional.of(activity))
          .read(
              query,
              line -> {
                seen.add(line.text());
                for (int i = 1; seen.size() == 1 && i <= rotations; i++) {
                  boolean last = i == rotations;
                  print(
                      log,
                      last ? " %d ends\n".formatted(i) : " %d ends\n%d begins".formatted(i, i + 1));
                }
                activity.end();
                return true;
              });
    }
    return seen;
  }

  private static void print(LogWriter log, String text) {
    try {
      log.append(Stream.OUT, text.getBytes(StandardCharsets.US_ASCII));
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }
}
