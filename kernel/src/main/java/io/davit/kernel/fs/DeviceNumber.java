package io.davit.kernel.fs;

/// A device by its two numbers, makedev(3).
public record DeviceNumber(int major, int minor) {
  public static final DeviceNumber NONE = new DeviceNumber(0, 0);

  /// As mknodat(2) takes it.
  public long encoded() {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return ((high & 0xfffff000L) << 32)
        | ((high & 0xfffL) << 8)
        | ((low & 0xffffff00L) << 12)
        | (low & 0xffL);
  }
}
