package io.davit.runtime.stream;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop;
import io.davit.kernel.event.Pipes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// The writing side of a process's standard input: a pipe, or its terminal's master. Safe for
/// concurrent use; one write at a time.
public final class InputPipe implements AutoCloseable {
  private final EventLoop loop;
  private final Fd fd;
  private final ReentrantLock writing = new ReentrantLock();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /// @param fd does not block; it is closed with this
  public InputPipe(EventLoop loop, Fd fd) {
    this.loop = loop;
    this.fd = fd;
  }

  /// Writes all of it; waits while the pipe is full. Does nothing once nobody reads, or when it is
  /// closed.
  public void write(byte[] data) {
    writing.lock();
    try (Pipes pipes = new Pipes()) {
      int done = 0;
      while (done < data.length && !closed.isDone()) {
        int count = pipes.write(fd, data, done);
        done += count;
        if (count == 0) {
          awaitRoom();
        }
      }
    } catch (ErrnoException e) {
      if (!e.is(Errno.EPIPE) && !e.is(Errno.EIO)) {
        throw new io.davit.problem.KernelRefused(
            "cannot write to the standard input: " + Errno.text(e.errno()),
            e.where(),
            "start the container again");
      }
    } finally {
      writing.unlock();
      closeWhenAsked();
    }
  }

  private void awaitRoom() {
    CompletableFuture<Void> room = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            EventLoop.Registration[] own = new EventLoop.Registration[1];
            own[0] =
                loop.register(
                    fd,
                    EventLoop.WRITABLE,
                    _ -> {
                      own[0].close();
                      room.complete(null);
                    });
            var _ =
                closed.thenRun(
                    () ->
                        loop.execute(
                            () -> {
                              own[0].close();
                              room.complete(null);
                            }));
          } catch (ErrnoException e) {
            room.complete(null);
          }
        });
    room.join();
  }

  /// Ends the input, as soon as no write is under way; safe to call twice.
  @Override
  public void close() {
    closed.complete(null);
    closeWhenAsked();
  }

  /// Whoever comes last, the writer or the closer, finds the lock free.
  private void closeWhenAsked() {
    if (closed.isDone() && writing.tryLock()) {
      try {
        fd.close();
      } finally {
        writing.unlock();
      }
    }
  }
}
