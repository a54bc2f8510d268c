package io.davit.runtime.log;

import io.davit.runtime.ContainerRuntime.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Where someone stands who reads a log. What lies ahead stays readable whatever rotation deletes:
/// also between two reads, while another process goes on with the log. Used by one thread at a
/// time; to be closed.
public final class LogPlace implements AutoCloseable {
  private final Path directory;
  private final LogReaders readers;
  private final HeldSegments held;
  private final LogCursor cursor;
  private boolean begun;

  /// @param streams those that will be asked for
  LogPlace(Path directory, LogReaders readers, Set<Stream> streams) {
    this.directory = directory;
    this.readers = readers;
    held = new HeldSegments(directory);
    cursor = new LogCursor(directory, held, streams.contains(Stream.ERR) ? Stream.ERR : Stream.OUT);
    readers.add(held);
  }

  LogCursor cursor() {
    return cursor;
  }

  /// @return whether this is the first read
  boolean begin() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  @Override
  public void close() {
    readers.remove(held);
    try (held) {
      cursor.close();
    } catch (IOException e) {
      throw LogReader.failed(directory, e);
    }
  }
}
