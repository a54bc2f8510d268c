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

/// Held by the one engine that works with a root directory, until its process ends.
final class InstanceLock implements AutoCloseable {
  private static final int PID_BYTES = 32;

  private final FileChannel channel;
  private final FileLock lock;

  private InstanceLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /// @throws Conflict when another engine holds it
  static InstanceLock take(Path root) {
    Path file = root.resolve("engine.lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
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
      return new InstanceLock(channel, lock);
    } catch (IOException e) {
      throw new StorageFailed(
          "cannot lock " + file + ": " + e.getMessage(),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("see that the engine may write there"),
          e);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES);
    int count = channel.read(bytes, 0);
    return count <= 0 ? "unknown" : new String(bytes.array(), 0, count, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
