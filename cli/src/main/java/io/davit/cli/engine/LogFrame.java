package io.davit.cli.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One frame of a stream of logs (docs/api.md, Log frames).
public sealed interface LogFrame {
  int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  /// A container appears under a number that its later frames carry.
  record Appeared(int number, String name, String service, String id) implements LogFrame {}

  /// A line with its line end; without, when it is partial.
  ///
  /// @param nanos since 1970
  record Line(int number, boolean stderr, long nanos, Bytes bytes) implements LogFrame {}

  /// What a process wrote, untouched.
  final class Bytes {
    private final byte[] bytes;

    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public void writeTo(ByteArrayOutputStream target) {
      target.writeBytes(bytes);
    }

    public boolean endsLine() {
      return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }
  }

  /// @param restarting whether its restart policy starts it again
  record Ended(int number, int exitCode, boolean restarting) implements LogFrame {}

  /// @return empty at the stream's end
  /// @throws IOException also when the stream ends inside a frame
  static Optional<LogFrame> read(DataInputStream source) throws IOException {
    int type = source.read();
    if (type < 0) {
      return Optional.empty();
    }
    int number = source.readInt();
    long nanos = source.readLong();
    int length = source.readInt();
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw new IOException("log frame of " + length + " bytes");
    }
    byte[] payload = source.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("the engine's answer ended inside a log frame");
    }
    return Optional.of(
        switch (type) {
          case 0 -> {
            Fields fields = fields(payload);
            yield new Appeared(
                number, fields.text("Name"), fields.text("Service"), fields.text("Id"));
          }
          case 1, 2 -> new Line(number, type == 2, nanos, new Bytes(payload));
          case 3 -> {
            Fields fields = fields(payload);
            yield new Ended(number, (int) fields.number("ExitCode"), fields.flag("Restarting"));
          }
          default -> throw new IOException("unknown log frame of type " + type);
        });
  }

  private static Fields fields(byte[] payload) throws IOException {
    return Fields.of(JsonText.parse(new String(payload, StandardCharsets.UTF_8)));
  }
}
