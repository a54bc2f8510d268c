package io.davit.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/// An open file descriptor that is owned: closed once, by whoever holds it. Every descriptor that
/// Davit opens has close-on-exec set.
public final class Fd implements AutoCloseable {
  private static final int CLOSED = -1;

  private final AtomicInteger number;

  public Fd(long number) {
    this.number = new AtomicInteger(Math.toIntExact(number));
  }

  /// @throws IllegalStateException when it is closed
  public int number() {
    int current = number.get();
    if (current == CLOSED) {
      throw new IllegalStateException("file descriptor is closed");
    }
    return current;
  }

  /// The path by which the kernel reaches the open file itself, whatever its name now is
  /// (proc_pid_fd(5)).
  public String procPath() {
    return "/proc/self/fd/" + number();
  }

  /// Safe to call twice.
  @Override
  public void close() {
    int current = number.getAndSet(CLOSED);
    if (current != CLOSED) {
      Syscall.tryInvoke(SystemCall.CLOSE, current);
    }
  }
}
