package io.davit.runtime.stream;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.log.LogWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Takes one output stream of a process: into its log, and to those who listen. Lives on the event
/// loop's thread.
///
/// When the disk is full, nothing is taken until there is room again: the pipe fills, and the
/// process waits.
public final class OutputPump implements AutoCloseable {
  private static final Duration UNTIL_ROOM = Duration.ofSeconds(1);

  /// How often an ended process's rest is tried on a full disk before it is given up.
  private static final int TRIES_AFTER_END = 10;

  private final EventLoop loop;
  private final Pipes pipes;
  private final Source source;
  private final Optional<LogWriter> log;
  private final Listeners listeners;
  private Optional<EventLoop.Registration> registration = Optional.empty();
  private boolean ended;
  private boolean closed;
  private int triesAfterEnd;

  /// @param spliced whether the log takes the bytes out of it itself; only for a pipe
  public record Source(Fd fd, Stream stream, boolean spliced) {}

  /// @param source is closed with the pump
  public OutputPump(
      EventLoop loop, Pipes pipes, Source source, Optional<LogWriter> log, Listeners listeners) {
    this.loop = loop;
    this.pipes = pipes;
    this.source = source;
    this.log = log;
    this.listeners = listeners;
  }

  public void start() throws ErrnoException {
    if (!closed && !ended) {
      registration = Optional.of(loop.register(source.fd(), EventLoop.READABLE, _ -> once()));
    }
  }

  /// The process has ended: takes what is still there, then calls back.
  public void drain(Runnable done) {
    Taken taken = source.spliced() && Pipes.isEmpty(source.fd()) ? Taken.NOTHING : Taken.SOME;
    while (taken == Taken.SOME && !ended && !closed) {
      taken = take();
    }
    if (taken == Taken.FULL && triesAfterEnd < TRIES_AFTER_END) {
      triesAfterEnd++;
      loop.after(UNTIL_ROOM, () -> drain(done));
      return;
    }
    pause();
    done.run();
  }

  /// What came of one try.
  private enum Taken {
    SOME,
    NOTHING,
    END,
    FULL
  }

  private void once() {
    if (take() == Taken.FULL) {
      pause();
      loop.after(UNTIL_ROOM, this::resume);
    }
  }

  private Taken take() {
    try {
      OptionalInt count = source.spliced() && log.isPresent() ? splice() : read();
      if (count.isEmpty()) {
        return Taken.NOTHING;
      }
      if (count.getAsInt() > 0) {
        return Taken.SOME;
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT)) {
        return Taken.FULL;
      }
      // EIO: every other end of the terminal is closed.
    }
    ended = true;
    pause();
    return Taken.END;
  }

  private OptionalInt splice() throws ErrnoException {
    LogWriter writer = log.orElseThrow();
    OptionalInt count = writer.splice(source.fd(), source.stream());
    if (count.orElse(0) > 0 && !listeners.isEmpty()) {
      listeners.output(source.stream(), writer.last(count.getAsInt()));
    }
    return count;
  }

  private OptionalInt read() throws ErrnoException {
    Optional<byte[]> data = pipes.read(source.fd());
    if (data.isEmpty()) {
      return OptionalInt.empty();
    }
    byte[] bytes = data.orElseThrow();
    if (bytes.length > 0) {
      listeners.output(source.stream(), bytes);
      if (log.isPresent()) {
        log.orElseThrow().append(source.stream(), bytes);
      }
    }
    return OptionalInt.of(bytes.length);
  }

  private void pause() {
    registration.ifPresent(EventLoop.Registration::close);
    registration = Optional.empty();
  }

  private void resume() {
    if (closed || ended || registration.isPresent()) {
      return;
    }
    try {
      start();
    } catch (ErrnoException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pause();
    closed = true;
    source.fd().close();
  }
}
