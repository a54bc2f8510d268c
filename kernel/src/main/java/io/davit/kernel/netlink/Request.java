package io.davit.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// One netlink message under construction: a header, the fixed part of its family, then attributes.
///
/// ```
/// | length 4 | type 2 | flags 2 | sequence 4 | port 4 | fixed part | attribute | attribute …
/// attribute: | length 2 | type 2 | value | padding to 4 |
/// ```
///
/// Not safe for use by several threads.
public final class Request {
  static final int HEADER_BYTES = 16;
  private static final int NLA_F_NESTED = 0x8000;
  private static final int LARGEST_ATTRIBUTE = 0xffff;

  private final String call;
  private final String subject;
  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  /// @param call the kernel's name of the message, `RTM_NEWLINK`; for errors
  /// @param subject what it is about, for errors
  /// @param flags `NLM_F_…` beyond those that the session sets
  public Request(String call, String subject, int type, int flags) {
    this.call = call;
    this.subject = subject;
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
  }

  String call() {
    return call;
  }

  String subject() {
    return subject;
  }

  public Request u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  public Request u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  public Request u32(int value) {
    room(4).putInt(value);
    return this;
  }

  public Request attribute(int type, byte[] value) {
    int length = 4 + value.length;
    if (length > LARGEST_ATTRIBUTE) {
      throw new IllegalArgumentException("a netlink attribute of " + length + " bytes");
    }
    room(length + 3).putShort((short) length).putShort((short) type).put(value);
    return pad();
  }

  public Request attributeU8(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  public Request attributeU32(int type, int value) {
    room(8).putShort((short) 8).putShort((short) type).putInt(value);
    return this;
  }

  /// Netfilter's numbers are in network byte order.
  public Request attributeBigEndian(int type, int value) {
    return attributeU32(type, Integer.reverseBytes(value));
  }

  /// A string with its closing NUL.
  public Request attribute(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return attribute(type, Arrays.copyOf(text, text.length + 1));
  }

  /// An attribute whose value `content` writes: further attributes, or a fixed part and attributes.
  public Request nested(int type, Consumer<Request> content) {
    int start = buffer.position();
    room(4).putShort((short) 0).putShort((short) (type | NLA_F_NESTED));
    content.accept(this);
    int length = buffer.position() - start;
    if (length > LARGEST_ATTRIBUTE) {
      throw new IllegalArgumentException("a nested netlink attribute of " + length + " bytes");
    }
    buffer.putShort(start, (short) length);
    return pad();
  }

  /// The message's bytes.
  ///
  /// @param flags added to its own
  byte[] encode(int flags, int sequence) {
    byte[] message = Arrays.copyOf(buffer.array(), buffer.position());
    ByteBuffer header = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, message.length);
    header.putShort(6, (short) (header.getShort(6) | flags));
    header.putInt(8, sequence);
    return message;
  }

  private Request pad() {
    while (buffer.position() % 4 != 0) {
      room(1).put((byte) 0);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes))
              .order(ByteOrder.LITTLE_ENDIAN);
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
