package io.davit.executor.server;

import io.davit.api.ContainerInspect;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.runtime.log.LogLine;
import io.davit.runtime.log.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `GET /containers/ID/logs`: byte-exact lines, multiplexed unless they come from a terminal.
public final class LogRoutes implements Routes {
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final String RAW = "application/vnd.docker.raw-stream";
  private static final int FRAMED_FROM = 42;
  private static final int BATCH_BYTES = 1 << 15;

  /// RFC 3339 with nine digits, as Docker prefixes lines.
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z' ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final EngineContainers containers;

  public LogRoutes(EngineContainers containers) {
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/containers/{ref}/logs", this::logs);
  }

  private void logs(Exchange exchange) throws Exception {
    LogQuery query = LogSelection.container(exchange);
    ContainerInspect container = containers.inspect(exchange.variable("ref"));
    boolean terminal = Boolean.TRUE.equals(container.config().tty());
    boolean framed = !terminal;
    boolean stamped = exchange.flag("timestamps");
    Thread reader = Thread.currentThread();
    try (AnswerStream out =
        exchange.stream(framed && exchange.version().atLeast(FRAMED_FROM) ? MULTIPLEXED : RAW)) {
      out.onGone(reader::interrupt);
      Batch batch = new Batch(out, framed, stamped);
      containers.logs(container.id()).read(query, batch);
      batch.caughtUp();
    } catch (InterruptedException e) {
      // The client went away.
      return;
    }
  }

  /// Puts lines together into fewer writes, as long as there are more.
  private static final class Batch implements io.davit.runtime.log.LogReader.Sink {
    private final AnswerStream out;
    private final boolean framed;
    private final boolean stamped;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(BATCH_BYTES);

    Batch(AnswerStream out, boolean framed, boolean stamped) {
      this.out = out;
      this.framed = framed;
      this.stamped = stamped;
    }

    @Override
    public boolean line(LogLine line) {
      byte[] bytes = stamped ? stamp(line) : line.bytes();
      waiting.writeBytes(framed ? StdCopy.frame(StdCopy.type(line.stream()), bytes) : bytes);
      if (waiting.size() >= BATCH_BYTES) {
        caughtUp();
      }
      return !out.isGone();
    }

    @Override
    public void caughtUp() {
      if (waiting.size() == 0) {
        return;
      }
      try {
        out.write(waiting.toByteArray());
      } catch (IOException e) {
        if (!out.isGone()) {
          throw new UncheckedIOException(e);
        }
      }
      waiting.reset();
    }

    private static byte[] stamp(LogLine line) {
      Instant at = Instant.ofEpochSecond(0, line.timeNanos());
      byte[] prefix = STAMP.format(at).getBytes(StandardCharsets.US_ASCII);
      byte[] stamped = java.util.Arrays.copyOf(prefix, prefix.length + line.bytes().length);
      System.arraycopy(line.bytes(), 0, stamped, prefix.length, line.bytes().length);
      return stamped;
    }
  }
}
