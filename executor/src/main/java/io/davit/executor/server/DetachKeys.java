package io.davit.executor.server;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/// Finds the keys that leave a terminal without ending its process, by default ctrl-p ctrl-q. A
/// prefix of them is held back until the next key decides.
final class DetachKeys {
  private static final int CONTROL = 0x1f;
  private static final byte[] DEFAULT = {0x10, 0x11};

  private final byte[] sequence;
  private int matched;

  /// What was typed.
  ///
  /// @param passed goes to the process
  @SuppressWarnings("ArrayRecordComponent") // a short-lived pair, never compared
  record Typed(byte[] passed, boolean detached) {}

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  /// @param keys `ctrl-p,ctrl-q`; empty for the default
  static DetachKeys parse(String keys) {
    if (keys.isEmpty()) {
      return new DetachKeys(DEFAULT);
    }
    String[] names = keys.split(",", -1);
    byte[] sequence = new byte[names.length];
    for (int i = 0; i < names.length; i++) {
      sequence[i] = key(names[i], keys);
    }
    return new DetachKeys(sequence);
  }

  /// Without a terminal no key means anything.
  static DetachKeys none() {
    return new DetachKeys(new byte[0]);
  }

  private static byte key(String name, String all) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("ctrl-") && lower.length() == "ctrl-".length() + 1) {
      return (byte) (Character.toUpperCase(lower.charAt("ctrl-".length())) & CONTROL);
    }
    if (name.length() == 1) {
      return (byte) name.charAt(0);
    }
    throw new InvalidInput(
        "invalid detach keys \"" + all + "\"",
        new Resource("parameter", "detachKeys"),
        "write letters and ctrl-LETTER, separated by commas");
  }

  Typed scan(byte[] chunk) {
    if (sequence.length == 0) {
      return new Typed(chunk, false);
    }
    ByteArrayOutputStream passed = new ByteArrayOutputStream(chunk.length);
    for (byte key : chunk) {
      if (key == sequence[matched]) {
        matched++;
        if (matched == sequence.length) {
          return new Typed(passed.toByteArray(), true);
        }
      } else {
        passed.writeBytes(Arrays.copyOf(sequence, matched));
        matched = key == sequence[0] ? 1 : 0;
        if (matched == 0) {
          passed.write(key);
        }
      }
    }
    return new Typed(passed.toByteArray(), false);
  }
}
