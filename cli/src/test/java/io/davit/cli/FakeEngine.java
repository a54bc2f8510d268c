package io.davit.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A Unix-socket server that answers what a test recorded, and remembers what it was asked. An
/// answer belongs to a method and a path without its query; the last one given holds.
final class FakeEngine implements Closeable {
  /// What was asked.
  ///
  /// @param target path and query, as sent
  record Asked(String method, String target, String body) {
    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  /// The rest of a connection, after the head of the request.
  interface Handler {
    void answer(Asked asked, InputStream input, OutputStream output) throws IOException;
  }

  private final Path directory;
  private final ServerSocketChannel server;
  private final Map<String, Handler> handlers = new LinkedHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile boolean readsFiles;

  FakeEngine() throws IOException {
    directory = Files.createTempDirectory("davit-cli");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    Thread.ofPlatform().daemon().name("fake-engine").start(this::accept);
  }

  /// It sees the files of the client, and reads them. Otherwise it refuses to, and forgets that it
  /// was asked.
  void readFiles() {
    readsFiles = true;
  }

  Path socket() {
    return directory.resolve("davit.sock");
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// The only request of a path.
  Asked asked(String path) {
    List<Asked> found = asked.stream().filter(a -> a.path().equals(path)).toList();
    if (found.size() != 1) {
      throw new AssertionError("asked " + found.size() + " times for " + path + ": " + asked);
    }
    return found.getFirst();
  }

  FakeEngine on(String methodAndPath, Handler handler) {
    synchronized (handlers) {
      handlers.put(methodAndPath, handler);
    }
    return this;
  }

  FakeEngine json(String methodAndPath, String body) {
    return json(methodAndPath, 200, body);
  }

  FakeEngine json(String methodAndPath, int status, String body) {
    return on(
        methodAndPath, (_, _, output) -> write(output, status, "application/json", bytes(body)));
  }

  /// Lines of JSON in chunks that break anywhere.
  FakeEngine lines(String methodAndPath, String... lines) {
    byte[] all = bytes(String.join("\n", lines) + "\n");
    return on(methodAndPath, (_, _, output) -> chunked(output, "application/json", all));
  }

  /// A progress answer that ends well.
  FakeEngine succeeds(String operationPath, String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("{\"Result\":{\"Ok\":true}}");
    return lines("POST " + operationPath, all.toArray(String[]::new));
  }

  static void chunked(OutputStream output, String type, byte[] all) throws IOException {
    output.write(
        bytes(
            "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int from = 0; from < all.length; from += 7) {
      int length = Math.min(7, all.length - from);
      output.write(bytes(Integer.toHexString(length) + "\r\n"));
      output.write(all, from, length);
      output.write(bytes("\r\n"));
    }
    output.write(bytes("0\r\n\r\n"));
  }

  static void write(OutputStream output, int status, String type, byte[] body) throws IOException {
    output.write(
        bytes(
            "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, type, body.length)));
    output.write(body);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A frame of docs/api.md.
  static byte[] logFrame(int type, int number, long nanos, String payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream output = new DataOutputStream(bytes)) {
      byte[] body = bytes(payload);
      output.writeByte(type);
      output.writeInt(number);
      output.writeLong(nanos);
      output.writeInt(body.length);
      output.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// A frame of Docker's stdcopy.
  static byte[] stdcopy(int stream, String payload) {
    byte[] body = bytes(payload);
    ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
    frame.put((byte) stream).put(new byte[3]).putInt(body.length).put(body);
    return frame.array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The test closed it.
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      InputStream input = new ChannelStreams.Input(connection);
      OutputStream output = new ChannelStreams.Output(connection);
      Asked request = read(input);
      if (request.method().isEmpty()) {
        return;
      }
      if (!readsFiles && request.body().contains("\"Files\":")) {
        write(output, 400, "application/json", bytes("{\"message\":\"other files\"}"));
        return;
      }
      asked.add(request);
      Handler handler;
      synchronized (handlers) {
        handler = handlers.get(request.method() + " " + request.path());
      }
      if (handler == null) {
        byte[] body = bytes("{\"message\":\"no answer recorded for " + request + "\"}");
        write(output, 404, "application/json", body);
      } else {
        handler.answer(request, input, output);
      }
    } catch (ClosedChannelException e) {
      // The other side went away.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Asked read(InputStream input) throws IOException {
    String[] words = line(input).split(" ", -1);
    long length = 0;
    boolean chunks = false;
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      if (line.startsWith("Content-Length: ")) {
        length = Long.parseLong(line.substring("Content-Length: ".length()));
      }
      chunks |= line.equals("Transfer-Encoding: chunked");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (chunks) {
      for (int size = size(input); size > 0; size = size(input)) {
        body.writeBytes(input.readNBytes(size));
        line(input);
      }
      line(input);
    } else {
      body.writeBytes(input.readNBytes((int) length));
    }
    return words.length < 2
        ? new Asked("", "", "")
        : new Asked(words[0], words[1], body.toString(StandardCharsets.UTF_8));
  }

  private static int size(InputStream input) throws IOException {
    return Integer.parseInt(line(input), 16);
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket());
    Files.deleteIfExists(directory);
  }
}
