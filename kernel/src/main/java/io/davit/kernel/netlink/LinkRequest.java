package io.davit.kernel.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// `struct ifreq`, with which an ioctl names a link (netdevice(7)).
final class LinkRequest {
  /// Where the value begins.
  static final int VALUE = 16;

  private static final int BYTES = 40;

  private LinkRequest() {}

  static MemorySegment of(Arena arena, String link) {
    byte[] name = link.getBytes(StandardCharsets.US_ASCII);
    if (name.length >= VALUE) {
      throw new IllegalArgumentException("the name of a link has at most 15 characters: " + link);
    }
    MemorySegment request = arena.allocate(BYTES, 8);
    MemorySegment.copy(name, 0, request, JAVA_BYTE, 0, name.length);
    return request;
  }
}
