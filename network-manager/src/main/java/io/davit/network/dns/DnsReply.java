package io.davit.network.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Builds answers. Pure.
final class DnsReply {
  static final int FORMAT_ERROR = 1;
  static final int SERVER_FAILURE = 2;
  static final int NO_SUCH_NAME = 3;
  static final int NOT_IMPLEMENTED = 4;
  static final int REFUSED = 5;

  /// Short, so that clients which cache follow a container that was made anew.
  static final int TTL_SECONDS = 3;

  private static final int RESPONSE_AUTHORITATIVE_RECURSIVE = 0x8480;
  private static final int TRUNCATED = 0x0200;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int UDP_BYTES_WITHOUT_EDNS = 512;
  private static final int OUR_UDP_BYTES = 4096;
  private static final int OPT_BYTES = 11;
  private static final int RECORD_HEADER_BYTES = 12;

  private DnsReply() {}

  /// An answer without records: an error, or nothing of that type (code 0).
  static ByteBuffer empty(DnsQuery query, int code) {
    return records(query, code, DnsQuery.A, List.of(), OUR_UDP_BYTES);
  }

  /// An answer with addresses. Those that do not fit are left out, and the answer says so.
  ///
  /// @param limit the most bytes that the transport takes
  static ByteBuffer addresses(DnsQuery query, List<byte[]> addresses, int limit) {
    return records(query, 0, DnsQuery.A, addresses, limit);
  }

  /// An answer with a name.
  static ByteBuffer pointer(DnsQuery query, String name, int limit) {
    ByteBuffer encoded = ByteBuffer.allocate(name.length() + 2);
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
      encoded.put((byte) bytes.length).put(bytes);
    }
    encoded.put((byte) 0);
    return records(query, 0, DnsQuery.PTR, List.of(encoded.array()), limit);
  }

  /// What the client takes over UDP.
  static int udpLimit(DnsQuery query) {
    return query.edns() ? Math.min(query.udpBytes(), OUR_UDP_BYTES) : UDP_BYTES_WITHOUT_EDNS;
  }

  private static ByteBuffer records(
      DnsQuery query, int code, int type, List<byte[]> values, int limit) {
    byte[] question = query.question();
    int rest = limit - DnsQuery.HEADER_BYTES - question.length - (query.edns() ? OPT_BYTES : 0);
    int count = 0;
    int bytes = 0;
    for (byte[] value : values) {
      int size = RECORD_HEADER_BYTES + value.length;
      if (bytes + size > rest) {
        break;
      }
      bytes += size;
      count++;
    }
    int flags =
        RESPONSE_AUTHORITATIVE_RECURSIVE
            | (query.flags() & RECURSION_DESIRED)
            | (count < values.size() ? TRUNCATED : 0)
            | code;
    ByteBuffer reply =
        ByteBuffer.allocate(DnsQuery.HEADER_BYTES + question.length + bytes + OPT_BYTES);
    reply.putShort((short) query.id()).putShort((short) flags).putShort((short) 1);
    reply.putShort((short) count).putShort((short) 0).putShort((short) (query.edns() ? 1 : 0));
    reply.put(question);
    for (byte[] value : values.subList(0, count)) {
      // 0xc00c: the name of the question.
      reply.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1);
      reply.putInt(TTL_SECONDS).putShort((short) value.length).put(value);
    }
    if (query.edns()) {
      reply.put((byte) 0).putShort((short) 41).putShort((short) OUR_UDP_BYTES);
      reply.putInt(0).putShort((short) 0);
    }
    return reply.flip();
  }
}
