package io.davit.executor.server;

import io.davit.api.Json;
import io.davit.api.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Progress lines to a client. Who tells them does not wait for the client: lines that come faster
/// than they are sent go together in one piece. Safe for concurrent use.
final class ProgressStream implements AutoCloseable {
  private final AnswerStream out;
  private final Runnable onFailure;
  private final StringBuilder waiting = new StringBuilder();
  private boolean sending;

  /// @param onFailure called when the client cannot be reached
  ProgressStream(AnswerStream out, Runnable onFailure) {
    this.out = out;
    this.onFailure = onFailure;
  }

  void write(Progress line) {
    String text = Json.gson().toJson(line);
    synchronized (this) {
      waiting.append(text).append('\n');
      if (!sending) {
        sending = true;
        Thread.ofVirtual().name("progress").start(this::send);
      }
    }
  }

  private void send() {
    for (String lines = next(); !lines.isEmpty(); lines = next()) {
      try {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        onFailure.run();
      }
    }
  }

  private synchronized String next() {
    String lines = waiting.toString();
    waiting.setLength(0);
    if (lines.isEmpty()) {
      sending = false;
      notifyAll();
    }
    return lines;
  }

  /// Sends what is left, and ends the answer.
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      while (sending) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
