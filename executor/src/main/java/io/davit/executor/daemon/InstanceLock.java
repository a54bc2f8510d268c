package io.davit.executor.daemon;

import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Held by the one engine that works with a root directory, until its process ends: the first byte
/// of a file is locked (fcntl(2)). Its second byte is locked too while an engine starts or ends, so
/// that one which is started meanwhile waits to see what becomes of it.
final class InstanceLock implements AutoCloseable {
  private static final int PID_BYTES = 32;
  private static final long OWNER = 0;
  private static final long CHANGE = 1;

  private final FileChannel channel;
  private FileLock change;

  private InstanceLock(FileChannel channel, FileLock change) {
    this.channel = channel;
    this.change = change;
  }

  /// Waits while another engine starts or ends.
  ///
  /// @throws Conflict when another engine holds it
  static InstanceLock take(Path root) {
    Path file = root.resolve("engine.lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock change = channel.lock(CHANGE, 1, false);
      if (channel.tryLock(OWNER, 1, false) == null) {
        String owner = read(channel);
        channel.close();
        throw new Conflict(
            "another engine works with " + root + ": pid " + owner,
            new Resource("path", file.toString()),
            "use it, stop it with \"davit system stop\", or choose another --root");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new InstanceLock(channel, change);
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot lock " + file + ": " + e.getMessage(),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("see that the engine may write there"),
          e);
    }
  }

  /// The engine answers: who waited finds it.
  void started() throws IOException {
    change.release();
  }

  /// The engine is about to stop answering: who comes now waits for its end.
  void ending() throws IOException {
    change = channel.lock(CHANGE, 1, false);
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES);
    int count = channel.read(bytes, 0);
    return count <= 0 ? "unknown" : new String(bytes.array(), 0, count, StandardCharsets.UTF_8);
  }

  /// Lets go of both.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
