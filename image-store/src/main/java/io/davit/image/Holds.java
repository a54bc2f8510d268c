package io.davit.image;

import io.davit.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Digests that somebody is about to refer to: while one is held it is not removed, although no
/// image in the index has it yet.
final class Holds {
  private final Map<String, Integer> counts = new HashMap<>();

  /// Begins with none.
  Several several() {
    return new Several();
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

  private synchronized void take(String digest) {
    counts.merge(digest, 1, Integer::sum);
  }

  private synchronized void release(List<String> digests) {
    digests.forEach(
        digest -> counts.computeIfPresent(digest, (_, count) -> count == 1 ? null : count - 1));
  }

  /// What one task holds, until it is closed. Used by one thread.
  final class Several implements AutoCloseable {
    private final List<String> digests = new ArrayList<>();

    void take(String digest) {
      Holds.this.take(digest);
      digests.add(digest);
    }

    /// A filler whose layer is held as soon as it is known which one it is.
    LayerStore.Filler of(LayerStore.Filler filler) {
      return tree -> {
        LayerUnpacking.Unpacked unpacked = filler.fill(tree);
        take(unpacked.diffId());
        return unpacked;
      };
    }

    @Override
    public void close() {
      release(digests);
    }
  }
}
