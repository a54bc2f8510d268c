package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.util.Set;

/// Which lines of a log are wanted.
///
/// @param sinceNanos lines from this moment on, nanoseconds since 1970
/// @param untilNanos lines up to this moment
/// @param tail how many of the last ones; -1 is all
/// @param follow whether to wait for further ones until the process ends
public record LogQuery(
    Set<Stream> streams, long sinceNanos, long untilNanos, long tail, boolean follow) {
  public static final LogQuery ALL =
      new LogQuery(Set.of(Stream.OUT, Stream.ERR), Long.MIN_VALUE, Long.MAX_VALUE, -1, false);

  public LogQuery {
    streams = Set.copyOf(streams);
  }

  public LogQuery last(long lines) {
    return new LogQuery(streams, sinceNanos, untilNanos, lines, follow);
  }

  public LogQuery following() {
    return new LogQuery(streams, sinceNanos, untilNanos, tail, true);
  }
}
