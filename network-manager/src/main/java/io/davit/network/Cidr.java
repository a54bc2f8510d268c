package io.davit.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// A block of IPv4 addresses, `10.64.3.0/24`. Addresses are their 32 bits.
///
/// @param base its first address, with all host bits zero
public record Cidr(int base, int prefixLength) {
  public Cidr {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length " + prefixLength);
    }
    base &= mask(prefixLength);
  }

  /// The block that a text names; host bits are dropped, as Docker does. Empty for another text.
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    int prefix = slash < 0 ? -1 : decimal(text, slash + 1, text.length(), 2);
    return prefix < 0 || prefix > 32
        ? Optional.empty()
        : parseAddress(text.substring(0, slash)).map(address -> new Cidr(address, prefix));
  }

  /// An address in dotted decimal; empty for another text. Never asks a resolver.
  public static Optional<Integer> parseAddress(String text) {
    int address = 0;
    int begin = 0;
    for (int octet = 1; octet <= 4; octet++) {
      int end = octet < 4 ? text.indexOf('.', begin) : text.length();
      int value = decimal(text, begin, end, 3);
      if (value < 0 || value > 255) {
        return Optional.empty();
      }
      address = (address << 8) | value;
      begin = end + 1;
    }
    return Optional.of(address);
  }

  /// The number that a part of a text is; -1 unless it is one of at most so many digits.
  private static int decimal(String text, int begin, int end, int digits) {
    if (end <= begin || end - begin > digits) {
      return -1;
    }
    int number = 0;
    for (int i = begin; i < end; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }

  public static String text(int address) {
    return (address >>> 24)
        + "."
        + ((address >>> 16) & 0xff)
        + "."
        + ((address >>> 8) & 0xff)
        + "."
        + (address & 0xff);
  }

  public static byte[] bytes(int address) {
    return new byte[] {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
  }

  public static int address(InetAddress address) {
    byte[] bytes = address.getAddress();
    return (bytes[0] << 24)
        | ((bytes[1] & 0xff) << 16)
        | ((bytes[2] & 0xff) << 8)
        | (bytes[3] & 0xff);
  }

  public static Inet4Address inet(int address) {
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  public boolean contains(int address) {
    return (address & mask(prefixLength)) == base;
  }

  public boolean contains(Cidr other) {
    return other.prefixLength >= prefixLength && contains(other.base);
  }

  public boolean overlaps(Cidr other) {
    return contains(other.base) || other.contains(base);
  }

  /// Its last address: the broadcast address of a subnet.
  public int last() {
    return base | ~mask(prefixLength);
  }

  /// How many addresses it holds.
  public long size() {
    return 1L << (32 - prefixLength);
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  @Override
  public String toString() {
    return text(base) + "/" + prefixLength;
  }
}
