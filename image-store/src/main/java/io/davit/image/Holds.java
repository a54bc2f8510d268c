package io.davit.image;

import io.davit.kernel.ErrnoException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Digests that somebody is about to refer to: while one is held it is not removed, although no
/// image in the index has it yet.
final class Holds {
  private final Map<String, Integer> counts = new HashMap<>();

  /// Keeps them until the hold is closed.
  synchronized Hold take(Collection<String> digests) {
    List<String> held = List.copyOf(digests);
    held.forEach(digest -> counts.merge(digest, 1, Integer::sum));
    return new Hold(held);
  }

  /// Runs the removal of one unless it is held, or referred to.
  synchronized void unlessHeld(String digest, Removal removal) throws ErrnoException {
    if (!counts.containsKey(digest)) {
      removal.run();
    }
  }

  /// Takes something out of sight.
  @FunctionalInterface
  interface Removal {
    void run() throws ErrnoException;
  }

  private synchronized void release(List<String> digests) {
    digests.forEach(
        digest -> counts.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1));
  }

  /// A promise not to remove.
  final class Hold implements AutoCloseable {
    private final List<String> digests;

    private Hold(List<String> digests) {
      this.digests = digests;
    }

    @Override
    public void close() {
      release(digests);
    }
  }
}
