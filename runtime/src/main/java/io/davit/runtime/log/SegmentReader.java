package io.davit.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads one segment; it stays readable when rotation deletes it meanwhile. Used by one thread.
final class SegmentReader implements AutoCloseable {
  private static final int BLOCK = 256 * 1024;
  private static final int ENTRIES_AT_ONCE = 4096;

  private final Segment segment;
  private final FileChannel raw;
  private final FileChannel index;
  private byte[] block = new byte[0];
  private long blockStart;
  private int blockLength;

  /// @throws java.nio.file.NoSuchFileException when rotation was faster
  SegmentReader(Segment segment) throws IOException {
    this.segment = segment;
    raw = FileChannel.open(segment.raw(), StandardOpenOption.READ);
    try {
      index = FileChannel.open(segment.index(), StandardOpenOption.READ);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  Segment segment() {
    return segment;
  }

  long entryCount() throws IOException {
    return index.size() / LogEntry.SIZE;
  }

  /// Some entries from one on; none when there are no more now.
  List<LogEntry> entries(long from) throws IOException {
    return entries(from, ENTRIES_AT_ONCE);
  }

  List<LogEntry> entries(long from, int limit) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LogEntry.SIZE * limit).order(ByteOrder.LITTLE_ENDIAN);
    long position = from * LogEntry.SIZE;
    int count = 0;
    while (count >= 0 && buffer.hasRemaining()) {
      count = index.read(buffer, position + buffer.position());
    }
    buffer.flip();
    List<LogEntry> entries = new ArrayList<>(buffer.remaining() / LogEntry.SIZE);
    while (buffer.remaining() >= LogEntry.SIZE) {
      entries.add(LogEntry.read(buffer));
    }
    return entries;
  }

  /// Takes a part of a range's bytes.
  interface Part {
    /// @return whether further ones are wanted
    boolean take(byte[] data, int from, int to) throws InterruptedException;
  }

  /// Gives a range of the raw file in parts.
  ///
  /// @return whether all of them were wanted
  boolean bytes(long from, long to, Part part) throws IOException, InterruptedException {
    long at = from;
    while (at < to) {
      if (at < blockStart || at >= blockStart + blockLength) {
        fill(at);
      }
      int start = (int) (at - blockStart);
      int end = (int) Math.min(blockLength, to - blockStart);
      if (!part.take(block, start, end)) {
        return false;
      }
      at = blockStart + end;
    }
    return true;
  }

  private void fill(long at) throws IOException {
    if (block.length == 0) {
      block = new byte[BLOCK];
    }
    ByteBuffer buffer = ByteBuffer.wrap(block);
    int count = 0;
    while (count >= 0 && buffer.hasRemaining()) {
      count = raw.read(buffer, at + buffer.position());
    }
    if (buffer.position() == 0) {
      throw new IOException("\"%s\" is shorter than its index says".formatted(segment.raw()));
    }
    blockStart = at;
    blockLength = buffer.position();
  }

  @Override
  public void close() throws IOException {
    try (raw;
        index) {
      blockLength = 0;
    }
  }
}
