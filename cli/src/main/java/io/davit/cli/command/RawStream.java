package io.davit.cli.command;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/// Output of a process as Docker sends it: bytes of a terminal as they are, or stdout and stderr in
/// frames of one byte of stream, three of nothing, four of length.
public final class RawStream {
  private static final int STDERR = 2;
  private static final int BUFFER_BYTES = 16 * 1024;

  private RawStream() {}

  /// Prints until the stream ends, or nobody reads the output any more.
  public static void print(InputStream source, boolean tty, PrintStream out, PrintStream err)
      throws IOException {
    if (tty) {
      copy(source, out);
    } else {
      demultiplex(new DataInputStream(source), out, err);
    }
  }

  private static void copy(InputStream source, PrintStream target) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
      target.write(buffer, 0, count);
      if (target.checkError()) {
        return;
      }
    }
  }

  private static void demultiplex(DataInputStream source, PrintStream out, PrintStream err)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int stream = source.read(); stream >= 0; stream = source.read()) {
      source.skipNBytes(3);
      long remaining = Integer.toUnsignedLong(source.readInt());
      PrintStream target = stream >= STDERR ? err : out;
      while (remaining > 0) {
        int count = source.read(buffer, 0, (int) Math.min(buffer.length, remaining));
        if (count < 0) {
          throw new EOFException("the engine's answer ended in the middle");
        }
        target.write(buffer, 0, count);
        remaining -= count;
      }
      if (target.checkError()) {
        return;
      }
    }
  }
}
