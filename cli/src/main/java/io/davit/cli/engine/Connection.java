package io.davit.cli.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;

/// One Unix stream socket as a pair of byte streams. One thread may read while another writes;
/// [#close] from a third ends both.
final class Connection implements Closeable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final SocketChannel channel;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  private Connection(SocketChannel channel) {
    this.channel = channel;
  }

  /// @throws IOException when nobody listens there
  static Connection open(Path socket) throws IOException {
    return new Connection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /// Begins, beside the caller, what the JDK does once for a process that opens a Unix socket: it
  /// reads its security providers and looks at the machine's networks, 15 ms of work.
  static void prepare() {
    Thread thread =
        new Thread(
            () -> {
              try (SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
                  SocketChannel internet = SocketChannel.open()) {
                assert unix.isOpen() && internet.isOpen();
              } catch (IOException e) {
                // The connection itself will say so, if it matters to it.
              }
            },
            "first-socket");
    thread.setDaemon(true);
    thread.start();
  }

  InputStream input() {
    return input;
  }

  OutputStream output() {
    return output;
  }

  /// Tells the other side that no more bytes come; reading goes on.
  void closeOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class Input extends InputStream {
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    @Override
    public int read() throws IOException {
      return filled() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!filled()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return buffer.remaining();
    }

    private boolean filled() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      return count > 0;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
