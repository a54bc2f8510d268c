package io.davit.runtime.log;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.fs.Directory;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ContainerSpec.LogSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// Appends to a log. Made on any thread, then used by the event loop's; a log has one writer at a
/// time.
///
/// Exact under SIGKILL at any moment: bytes are moved first, their entry is written afterwards.
/// Bytes without an entry belong to the stream of the last one, because a change of stream is
/// written down, as an entry without bytes, before its first byte is moved.
public final class LogWriter implements AutoCloseable {
  private static final int DIRECTORY_MODE = 0755;

  private final LogSpec spec;
  private final Clock clock;
  private final Pipes pipes;
  private final LogActivity activity;
  private final LogReaders readers;
  private Segment segment;
  private Optional<Open> open = Optional.empty();
  private long size;

  /// How far the index goes.
  private long indexed;

  private long entries;
  private long lastNanos;
  private LogEntry.Kind kind = LogEntry.Kind.START;
  private boolean starting;
  private OpenLines openLines = new OpenLines();

  /// Continues a log, or begins one.
  ///
  /// @param pipes of the event loop's thread
  /// @param fresh whether a process starts; else one goes on that an earlier engine started
  public LogWriter(
      LogSpec spec,
      Clock clock,
      Pipes pipes,
      LogActivity activity,
      LogReaders readers,
      boolean fresh)
      throws ErrnoException, IOException {
    this.spec = spec;
    this.clock = clock;
    this.pipes = pipes;
    this.activity = activity;
    this.readers = readers;
    if (!Files.isDirectory(above(spec.directory()))) {
      Files.createDirectories(above(spec.directory()));
    }
    List<Segment> segments = Segment.list(spec.directory());
    segment = segments.isEmpty() ? new Segment(spec.directory(), 1) : segments.getLast();
    recover();
    starting = fresh;
  }

  /// The open files of a segment.
  private record Open(Fd raw, Fd index) implements AutoCloseable {
    /// The raw file is what makes the segment exist: it is made last.
    ///
    /// @param head what a new segment's index begins with
    static Open open(Segment segment, Pipes pipes, byte[] head) throws ErrnoException {
      Fd index = Pipes.openFile(segment.index());
      try {
        pipes.writeAt(index, head, 0);
        return new Open(Pipes.openFile(segment.raw()), index);
      } catch (ErrnoException e) {
        index.close();
        throw e;
      }
    }

    @Override
    public void close() {
      raw.close();
      index.close();
    }
  }

  private Open open() throws ErrnoException {
    if (open.isEmpty()) {
      try (Directory above = Directory.open(above(spec.directory()))) {
        above.mkdir(spec.directory().getFileName().toString(), DIRECTORY_MODE);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
      open = Optional.of(Open.open(segment, pipes, new byte[0]));
    }
    return open.orElseThrow();
  }

  private static Path above(Path directory) {
    return Objects.requireNonNull(directory.getParent());
  }

  /// Moves what a pipe holds to the end of the log.
  ///
  /// @return as [Pipes#splice]
  /// @throws ErrnoException ENOSPC or EDQUOT: nothing was taken from the pipe
  public OptionalInt splice(Fd pipe, Stream stream) throws ErrnoException {
    prepare(stream);
    OptionalInt moved = pipes.splice(pipe, open().raw(), size);
    if (moved.orElse(0) > 0) {
      grow(moved.getAsInt());
    }
    return moved;
  }

  /// Appends bytes, at most [Pipes#CAPACITY].
  public void append(Stream stream, byte[] data) throws ErrnoException {
    prepare(stream);
    pipes.writeAt(open().raw(), data, size);
    grow(data.length);
  }

  /// The last bytes of the log again: those that [#splice] moved.
  public byte[] last(int count) throws ErrnoException {
    return pipes.readAt(open().raw(), size - count, count);
  }

  public LogActivity activity() {
    return activity;
  }

  @Override
  public void close() {
    open.ifPresent(Open::close);
  }

  private void prepare(Stream stream) throws ErrnoException {
    if (starting) {
      write(LogEntry.Kind.START);
      starting = false;
    }
    if (indexed < size) {
      write(kind);
    }
    if (size > 0 && size + entries * LogEntry.SIZE >= spec.maxBytes()) {
      rotate();
    }
    LogEntry.Kind wanted =
        switch (stream) {
          case OUT -> LogEntry.Kind.OUT;
          case ERR -> LogEntry.Kind.ERR;
        };
    if (kind != wanted || entries == 0) {
      write(wanted);
    }
  }

  /// The bytes are there: an index that does not fit on a full disk is written before the next
  /// ones.
  private void grow(int count) throws ErrnoException {
    size += count;
    try {
      write(kind);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOSPC) && !e.is(Errno.EDQUOT)) {
        throw e;
      }
    }
    activity.grown();
  }

  private void write(LogEntry.Kind newKind) throws ErrnoException {
    Instant now = clock.instant();
    lastNanos = Math.max(lastNanos, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    LogEntry entry = new LogEntry(lastNanos, size, newKind);
    pipes.writeAt(open().index(), entry.bytes(), entries * LogEntry.SIZE);
    openLines.add(entry);
    entries++;
    indexed = size;
    kind = newKind;
  }

  private void rotate() throws ErrnoException {
    Segment next = segment.next();
    List<LogEntry> head = head();
    try {
      // An engine may have been killed before it had made the raw file.
      Files.deleteIfExists(next.index());
      Open opened = Open.open(next, pipes, bytes(head));
      close();
      open = Optional.of(opened);
      segment = next;
      size = 0;
      indexed = 0;
      entries = head.size();
      kind = head.isEmpty() ? LogEntry.Kind.START : head.getLast().kind();
      openLines = new OpenLines();
      head.forEach(openLines::add);
      List<Segment> all = Segment.list(spec.directory());
      for (Segment old : all.subList(0, Math.max(0, all.size() - Math.max(1, spec.maxFiles())))) {
        readers.leaving(old);
        old.delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the next segment says of the lines that go on in it.
  private List<LogEntry> head() throws ErrnoException {
    Fd raw = open().raw();
    return openLines.streams(position -> pipes.readAt(raw, position, 1)[0]).stream()
        .map(
            stream ->
                switch (stream) {
                  case OUT -> LogEntry.Kind.WITHIN_OUT;
                  case ERR -> LogEntry.Kind.WITHIN_ERR;
                })
        .map(within -> new LogEntry(lastNanos, 0, within))
        .toList();
  }

  private static byte[] bytes(List<LogEntry> entries) {
    ByteBuffer bytes = ByteBuffer.allocate(entries.size() * LogEntry.SIZE);
    entries.forEach(entry -> bytes.put(entry.bytes()));
    return bytes.array();
  }

  /// Makes the last segment's index end where its raw file does.
  private void recover() throws IOException {
    if (!Files.exists(segment.raw())) {
      return;
    }
    size = Files.size(segment.raw());
    try (RandomAccessFile file = new RandomAccessFile(segment.index().toFile(), "rw")) {
      entries = file.length() / LogEntry.SIZE;
      LogEntry last = readLast(file);
      while (entries > 0 && last.end() > size) {
        entries--;
        last = readLast(file);
      }
      file.setLength(entries * LogEntry.SIZE);
      lastNanos = last.timeNanos();
      kind = last.kind();
      if (last.end() < size) {
        FileTime modified = Files.getLastModifiedTime(segment.raw());
        lastNanos = Math.max(lastNanos, modified.to(TimeUnit.NANOSECONDS));
        file.seek(entries * LogEntry.SIZE);
        file.write(new LogEntry(lastNanos, size, kind).bytes());
        entries++;
      }
      indexed = size;
    }
    try (SegmentReader reader = new SegmentReader(segment)) {
      int count = 0;
      for (List<LogEntry> some = reader.entries(0); !some.isEmpty(); some = reader.entries(count)) {
        some.forEach(openLines::add);
        count += some.size();
      }
    }
  }

  private LogEntry readLast(RandomAccessFile file) throws IOException {
    if (entries == 0) {
      return new LogEntry(0, 0, LogEntry.Kind.START);
    }
    byte[] entry = new byte[LogEntry.SIZE];
    file.seek((entries - 1) * LogEntry.SIZE);
    file.readFully(entry);
    return LogEntry.read(ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN));
  }
}
