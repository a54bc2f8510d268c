package io.davit.network.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A question, as a client asked it.
///
/// @param flags the header's second word
/// @param name lower case, without the closing dot; empty for the root
/// @param type 1 A, 12 PTR, 28 AAAA …
/// @param message the whole message as received
/// @param questionEnd where its question section ends
/// @param udpBytes the largest answer that the client takes over UDP; 0 without EDNS
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record DnsQuery(
    int id, int flags, String name, int type, byte[] message, int questionEnd, int udpBytes) {
  static final int HEADER_BYTES = 12;
  static final int A = 1;
  static final int PTR = 12;
  static final int AAAA = 28;
  static final int ANY = 255;
  private static final int OPT = 41;
  private static final int RESPONSE = 0x8000;
  private static final int LARGEST_LABEL = 63;

  /// A standard query with one question. Empty for anything else that calls for no answer: too
  /// short, or itself a response.
  static Optional<DnsQuery> parse(ByteBuffer buffer) {
    byte[] message = new byte[buffer.remaining()];
    buffer.get(message);
    if (message.length < HEADER_BYTES || (word(message, 2) & RESPONSE) != 0) {
      return Optional.empty();
    }
    if (word(message, 4) != 1) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    int at = HEADER_BYTES;
    while (at < message.length && message[at] != 0) {
      int length = message[at] & 0xff;
      if (length > LARGEST_LABEL || at + 1 + length >= message.length) {
        return Optional.empty();
      }
      if (!name.isEmpty()) {
        name.append('.');
      }
      name.append(new String(message, at + 1, length, StandardCharsets.ISO_8859_1));
      at += 1 + length;
    }
    int end = at + 5;
    if (end > message.length) {
      return Optional.empty();
    }
    return Optional.of(
        new DnsQuery(
            word(message, 0),
            word(message, 2),
            name.toString().toLowerCase(Locale.ROOT),
            word(message, at + 1),
            message,
            end,
            udpBytes(message, end)));
  }

  boolean standard() {
    return ((flags >> 11) & 0xf) == 0;
  }

  boolean edns() {
    return udpBytes > 0;
  }

  /// The question section, byte for byte: its letters keep their case.
  byte[] question() {
    return Arrays.copyOfRange(message, HEADER_BYTES, questionEnd);
  }

  /// The size that an OPT record directly behind the question names.
  private static int udpBytes(byte[] message, int at) {
    boolean option =
        word(message, 6) == 0
            && word(message, 8) == 0
            && at + 11 <= message.length
            && message[at] == 0
            && word(message, at + 1) == OPT;
    return option ? Math.max(512, word(message, at + 3)) : 0;
  }

  static int word(byte[] message, int at) {
    return ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
  }
}
