package io.davit.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One message from the kernel.
///
/// @param payload what follows the header, little-endian, positioned at its begin
public record Reply(int type, int flags, int sequence, ByteBuffer payload) {
  /// The messages of a datagram.
  public static List<Reply> parse(byte[] datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
    List<Reply> replies = new ArrayList<>();
    int at = 0;
    while (at + Request.HEADER_BYTES <= datagram.length) {
      int length = buffer.getInt(at);
      if (length < Request.HEADER_BYTES || at + length > datagram.length) {
        throw new IllegalStateException("a netlink message of " + length + " bytes");
      }
      replies.add(
          new Reply(
              Short.toUnsignedInt(buffer.getShort(at + 4)),
              Short.toUnsignedInt(buffer.getShort(at + 6)),
              buffer.getInt(at + 8),
              slice(buffer, at + Request.HEADER_BYTES, length - Request.HEADER_BYTES)));
      at += (length + 3) & ~3;
    }
    return replies;
  }

  /// The attributes that begin at an offset of the payload, by type.
  public Attributes attributes(int offset) {
    return Attributes.parse(slice(payload, offset, payload.limit() - offset));
  }

  private static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
    return length <= 0
        ? ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN)
        : buffer.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Attributes by type; of several with the same type the last one.
  public record Attributes(Map<Integer, ByteBuffer> values) {
    private static final int TYPE_MASK = 0x3fff;

    static Attributes parse(ByteBuffer buffer) {
      Map<Integer, ByteBuffer> values = new LinkedHashMap<>();
      int at = 0;
      while (at + 4 <= buffer.limit()) {
        int length = Short.toUnsignedInt(buffer.getShort(at));
        if (length < 4 || at + length > buffer.limit()) {
          break;
        }
        values.put(buffer.getShort(at + 2) & TYPE_MASK, slice(buffer, at + 4, length - 4));
        at += (length + 3) & ~3;
      }
      return new Attributes(values);
    }

    public Optional<ByteBuffer> bytes(int type) {
      return Optional.ofNullable(values.get(type));
    }

    public Optional<Integer> u32(int type) {
      return bytes(type).map(value -> value.getInt(0));
    }

    public Optional<Integer> bigEndian(int type) {
      return u32(type).map(Integer::reverseBytes);
    }

    public Optional<String> text(int type) {
      return bytes(type)
          .map(
              value -> {
                String text = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
                int end = text.indexOf('\0');
                return end < 0 ? text : text.substring(0, end);
              });
    }

    public Attributes nested(int type) {
      return bytes(type).map(Attributes::parse).orElseGet(() -> new Attributes(Map.of()));
    }
  }
}
