package io.davit.kernel.fs;

/// A time of a file: seconds since 1970, which may be negative, and nanoseconds.
public record Timestamp(long seconds, int nanos) {
  public static final Timestamp EPOCH = new Timestamp(0, 0);

  public Timestamp {
    if (nanos < 0 || nanos > 999_999_999) {
      throw new IllegalArgumentException(nanos + " nanoseconds");
    }
  }
}
