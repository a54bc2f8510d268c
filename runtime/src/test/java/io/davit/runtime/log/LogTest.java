package io.davit.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.Fd;
import io.davit.kernel.event.Pipes;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ContainerSpec.LogSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs Linux, not root.
@Tag("kernel")
final class LogTest {
  private static final long START = 1_000_000_000_000L;

  @TempDir private Path directory;
  private final AtomicLong nanos = new AtomicLong(START);
  private final LogActivity activity = new LogActivity();
  private final LogReaders readers = new LogReaders();

  private Clock clock() {
    InstantSource source = () -> Instant.ofEpochSecond(0, nanos.getAndIncrement());
    return source.withZone(java.time.ZoneOffset.UTC);
  }

  private LogWriter writer(Pipes pipes, long maxBytes, int maxFiles, boolean fresh)
      throws Exception {
    return new LogWriter(
        new LogSpec("local", directory, maxBytes, maxFiles),
        clock(),
        pipes,
        activity,
        readers,
        fresh);
  }

  private LogReader reader() {
    return new LogReader(directory, readers, Optional.of(activity));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(line -> line.stream() + " " + line.text()).toList();
  }

  @Test
  void whatPrintsNothingHasNoFiles() throws Exception {
    try (Pipes pipes = new Pipes();
        LogWriter writer = writer(pipes, 1 << 20, 5, true)) {
      assertThat(directory).isEmptyDirectory();
      assertThat(reader().lines(LogQuery.ALL)).isEmpty();
      writer.append(Stream.OUT, utf8("one\n"));
      assertThat(texts(reader().lines(LogQuery.ALL))).containsExactly("OUT one");
    }
  }

  @Test
  void linesComeInTheOrderOfTheirCompletionWithBothStreamsMerged() throws Exception {
    try (Pipes pipes = new Pipes();
        LogWriter log = writer(pipes, 1 << 20, 5, true)) {
      log.append(Stream.OUT, utf8("one\ntw"));
      log.append(Stream.ERR, utf8("oops\n"));
      log.append(Stream.OUT, utf8("o\nrest"));
      log.append(Stream.ERR, utf8("last\n"));
    }
    List<LogLine> lines = reader().lines(LogQuery.ALL);
    assertThat(texts(lines))
        .containsExactly("OUT one", "ERR oops", "OUT two", "ERR last", "OUT rest");
    assertThat(lines).extracting(LogLine::timeNanos).isSorted();
    assertThat(lines.getLast().bytes()).isEqualTo(utf8("rest"));
    assertThat(lines.getFirst().bytes()).isEqualTo(utf8("one\n"));
    assertThat(texts(reader().lines(LogQuery.ALL.last(2)))).containsExactly("ERR last", "OUT rest");
    assertThat(texts(reader().lines(LogQuery.ALL.last(0)))).isEmpty();
    LogQuery errors = new LogQuery(Set.of(Stream.ERR), Long.MIN_VALUE, Long.MAX_VALUE, 1, false);
    assertThat(texts(reader().lines(errors))).containsExactly("ERR last");
    long second = lines.get(1).timeNanos();
    LogQuery between = new LogQuery(Set.of(Stream.OUT, Stream.ERR), second, second, -1, false);
    assertThat(texts(reader().lines(between))).containsExactly("ERR oops");
  }

  @Test
  void bytesWithoutAnEntryAreFoundByTheNextWriter() throws Exception {
    try (Pipes pipes = new Pipes()) {
      writer(pipes, 1 << 20, 5, true).close();
      try (LogWriter log = writer(pipes, 1 << 20, 5, false)) {
        log.append(Stream.ERR, utf8("first\n"));
      }
      Segment segment = new Segment(directory, 1);
      Files.write(segment.raw(), utf8("torn off\n"), StandardOpenOption.APPEND);
      Files.write(segment.index(), new byte[5], StandardOpenOption.APPEND);
      try (LogWriter log = writer(pipes, 1 << 20, 5, false)) {
        log.append(Stream.OUT, utf8("later\n"));
      }
    }
    List<LogLine> lines = reader().lines(LogQuery.ALL);
    assertThat(texts(lines)).containsExactly("ERR first", "ERR torn off", "OUT later");
    assertThat(lines).extracting(LogLine::timeNanos).isSorted();
  }

  @Test
  void aSegmentHasItsNumberInEightDigitsOrMore() {
    assertThat(new Segment(directory, 1).raw()).isEqualTo(directory.resolve("00000001.log"));
    assertThat(new Segment(directory, 123_456_789).index())
        .isEqualTo(directory.resolve("123456789.index"));
  }

  @Test
  void aNewProcessBeginsANewLine() throws Exception {
    try (Pipes pipes = new Pipes()) {
      try (LogWriter log = writer(pipes, 1 << 20, 5, true)) {
        log.append(Stream.OUT, utf8("cut"));
      }
      try (LogWriter log = writer(pipes, 1 << 20, 5, true)) {
        log.append(Stream.OUT, utf8("new\n"));
      }
    }
    assertThat(texts(reader().lines(LogQuery.ALL))).containsExactly("OUT cut", "OUT new");
  }

  @Test
  void aLongLineComesInParts() throws Exception {
    String line = "x".repeat(LogReader.PART * 2) + "y";
    try (Pipes pipes = new Pipes();
        LogWriter log = writer(pipes, 1 << 20, 5, true)) {
      log.append(Stream.OUT, utf8(line.substring(0, 10_000)));
      log.append(Stream.OUT, utf8(line.substring(10_000) + "\n"));
    }
    assertThat(reader().lines(LogQuery.ALL))
        .extracting(read -> read.bytes().length)
        .containsExactly(LogReader.PART, LogReader.PART, 2);
  }

  @Test
  void whatIsSplicedIsReadBackAndFullFilesAreRotatedAway() throws Exception {
    try (Pipes pipes = new Pipes();
        LogWriter log = writer(pipes, 1000, 3, true)) {
      Path fifo = directory.resolve("fifo");
      Pipes.makeFifo(fifo);
      try (Fd pipe = Pipes.openFifo(fifo)) {
        for (int i = 0; i < 100; i++) {
          byte[] line = utf8("line %d %s\n".formatted(i, "x".repeat(80)));
          pipes.write(pipe, line, 0);
          assertThat(log.splice(pipe, Stream.OUT)).hasValue(line.length);
          assertThat(log.last(line.length)).isEqualTo(line);
        }
      }
    }
    assertThat(Segment.list(directory)).hasSize(3);
    List<LogLine> lines = reader().lines(LogQuery.ALL);
    assertThat(lines.size()).isBetween(15, 35);
    assertThat(lines.getLast().text()).startsWith("line 99 ");
    int first = 100 - lines.size();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).text()).startsWith("line " + (first + i) + " ");
    }
    assertThat(texts(reader().lines(LogQuery.ALL.last(12))))
        .isEqualTo(texts(lines.subList(lines.size() - 12, lines.size())));
  }

  @Test
  void aFollowerSeesEverythingAcrossRotationUntilTheEnd() throws Exception {
    List<String> followed = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread follower =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    reader()
                        .read(
                            LogQuery.ALL.following(),
                            line -> {
                              followed.add(line.text());
                              begun.countDown();
                              return true;
                            });
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    List<String> expected = new ArrayList<>();
    try (Pipes pipes = new Pipes();
        LogWriter log = writer(pipes, 100_000, 1, true)) {
      log.append(Stream.OUT, utf8("0\n"));
      expected.add("0");
      begun.await();
      for (int i = 1; i < 20_000; i++) {
        log.append(i % 3 == 0 ? Stream.ERR : Stream.OUT, utf8(i + "\n"));
        expected.add("" + i);
      }
      log.append(Stream.OUT, utf8("no end"));
      expected.add("no end");
      activity.end();
    }
    follower.join();
    assertThat(followed).isEqualTo(expected);
  }

  /// Whatever is printed in whatever pieces: all is there, and the tail is the end of all.
  @Test
  void everyLogIsExact() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Path place = directory.resolve("seed" + seed);
      Random random = new Random(seed);
      var printed =
          new ByteArrayOutputStream[] {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
      print(place, random, printed);
      LogReader reader = new LogReader(place, readers, Optional.empty());
      List<LogLine> all = reader.lines(LogQuery.ALL);
      for (Stream stream : Stream.values()) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        all.stream().filter(l -> l.stream() == stream).forEach(l -> read.writeBytes(l.bytes()));
        assertThat(read.toByteArray())
            .as("seed %d, %s", seed, stream)
            .isEqualTo(printed[stream == Stream.OUT ? 0 : 1].toByteArray());
      }
      int tail = random.nextInt(20);
      assertThat(texts(reader.lines(LogQuery.ALL.last(tail))))
          .as("seed %d, tail %d", seed, tail)
          .isEqualTo(texts(all.subList(Math.max(0, all.size() - tail), all.size())));
      for (Stream stream : Stream.values()) {
        List<LogLine> own = all.stream().filter(line -> line.stream() == stream).toList();
        LogQuery last = new LogQuery(Set.of(stream), Long.MIN_VALUE, Long.MAX_VALUE, tail, false);
        assertThat(texts(reader.lines(last)))
            .as("seed %d, %s, tail %d", seed, stream, tail)
            .isEqualTo(texts(own.subList(Math.max(0, own.size() - tail), own.size())));
      }
    }
  }

  private void print(Path own, Random random, ByteArrayOutputStream[] printed) throws Exception {
    int lineLength = 2 + random.nextInt(100);
    int oneIn = 1 + random.nextInt(60);
    int maxBytes = 50 + random.nextInt(3000);
    try (Pipes pipes = new Pipes()) {
      LogWriter log =
          new LogWriter(
              new LogSpec("local", own, maxBytes, 1000), clock(), pipes, activity, readers, true);
      for (int i = 0; i < 40 + random.nextInt(200); i++) {
        byte[] piece = piece(random, lineLength);
        boolean err = random.nextInt(oneIn) == 0;
        log.append(err ? Stream.ERR : Stream.OUT, piece);
        printed[err ? 1 : 0].writeBytes(piece);
        if (random.nextInt(50) == 0) {
          log.close();
          log =
              new LogWriter(
                  new LogSpec("local", own, maxBytes, 1000),
                  clock(),
                  pipes,
                  activity,
                  readers,
                  false);
        }
      }
      log.close();
    }
  }

  private static byte[] piece(Random random, int lineLength) throws IOException {
    byte[] piece = new byte[1 + random.nextInt(40)];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (random.nextInt(lineLength) == 0 ? '\n' : 'a' + random.nextInt(26));
    }
    return piece;
  }
}
