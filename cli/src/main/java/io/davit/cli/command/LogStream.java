package io.davit.cli.command;

import io.davit.cli.engine.Answer;
import io.davit.cli.engine.LogFrame;
import io.davit.cli.render.LogPrinter;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Prints an answer that is a stream of log frames.
final class LogStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private LogStream() {}

  /// Returns at the stream's end, or when nobody reads the output any more. What has come is shown
  /// at once, but a crowd of lines together.
  ///
  /// @param also hears of every frame after it is printed
  static void print(Answer answer, LogPrinter printer, Consumer<LogFrame> also) throws IOException {
    try (DataInputStream source =
        new DataInputStream(new BufferedInputStream(answer.body(), BUFFER_BYTES))) {
      for (Optional<LogFrame> frame = LogFrame.read(source);
          frame.isPresent();
          frame = LogFrame.read(source)) {
        printer.print(frame.get());
        also.accept(frame.get());
        if (source.available() == 0 && !printer.flush()) {
          return;
        }
      }
    } finally {
      printer.close();
    }
  }
}
