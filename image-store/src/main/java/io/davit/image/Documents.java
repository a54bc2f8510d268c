package io.davit.image;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Parsed configurations by image id. What an id stands for never changes, so each is read once.
final class Documents {
  private final Blobs blobs;
  private final Map<String, ImageDocument> parsed = new ConcurrentHashMap<>();

  Documents(Blobs blobs) {
    this.blobs = blobs;
  }

  ImageDocument get(String id) {
    return parsed.computeIfAbsent(id, digest -> ImageDocument.parse(digest, blobs.get(digest)));
  }

  void forget(String id) {
    parsed.remove(id);
  }
}
