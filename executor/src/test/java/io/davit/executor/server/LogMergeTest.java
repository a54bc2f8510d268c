package io.davit.executor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.davit.executor.server.LogMerge.Item;
import io.davit.executor.server.LogMerge.Source;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.log.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Several logs become one, by time, and none of them is held in memory as a whole.
final class LogMergeTest {
  private final LogMerge merge = new LogMerge();
  private final Source web = merge.add(new Source(0, "web", false));

  private static LogLine line(long nanos) {
    return new LogLine(nanos, Stream.OUT, new byte[] {'\n'});
  }

  private static String shown(Item item) {
    return switch (item) {
      case Item.Line(Source source, LogLine line) -> source.containerId() + " " + line.timeNanos();
      case Item.End(Source source) -> source.containerId() + " ends";
    };
  }

  @Test
  void linesComeByTimeAndAnEndIsTheLastOfItsBatch() throws InterruptedException {
    Source db = merge.add(new Source(1, "db", false));
    merge.put(web, line(1));
    merge.put(web, line(4));
    merge.put(db, line(2));
    merge.put(db, line(3));
    merge.end(web);
    merge.end(db);
    merge.close();
    List<List<String>> batches = new ArrayList<>();
    for (var batch = merge.take(); !batch.isEmpty(); batch = merge.take()) {
      batches.add(batch.stream().map(LogMergeTest::shown).toList());
    }
    assertThat(batches)
        .containsExactly(List.of("web 1", "db 2", "db 3", "db ends"), List.of("web 4", "web ends"));
  }

  /// A log of a million lines once filled the engine's memory, when it was read without following.
  @Test
  void aReaderFarAheadWaitsAlsoWhenNoSourceIsAddedAnyMore() throws InterruptedException {
    merge.close();
    AtomicInteger read = new AtomicInteger();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 5000; i++) {
                      merge.put(web, line(i));
                      read.incrementAndGet();
                    }
                    merge.end(web);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> reader.getState() == Thread.State.WAITING);
    assertThat(read).hasValueLessThan(1000);
    int lines = 0;
    for (var batch = merge.take(); !batch.isEmpty(); batch = merge.take()) {
      lines += batch.size();
    }
    assertThat(lines).isEqualTo(5000 + 1);
  }
}
