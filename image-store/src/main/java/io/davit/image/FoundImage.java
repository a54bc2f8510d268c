package io.davit.image;

import io.davit.registry.Digests;
import io.davit.registry.ImageReference;
import java.util.List;
import java.util.Optional;

/// One image in an archive, before its layers are unpacked: the bytes of its configuration, and
/// where its layers are in the archive, the lowest first.
final class FoundImage {
  private final byte[] document;
  private final ImageDocument parsed;
  private final List<String> layers;
  private final Optional<byte[]> manifest;
  private final List<ImageReference> names;

  FoundImage(
      byte[] document, List<String> layers, Optional<byte[]> manifest, List<ImageReference> names) {
    this.document = document;
    this.parsed = ImageDocument.parse(Digests.of(document), document);
    this.layers = List.copyOf(layers);
    this.manifest = manifest;
    this.names = List.copyOf(names);
  }

  byte[] document() {
    return document;
  }

  ImageDocument parsed() {
    return parsed;
  }

  List<String> layers() {
    return layers;
  }

  /// As it came; absent from archives that have none.
  Optional<byte[]> manifest() {
    return manifest;
  }

  List<ImageReference> names() {
    return names;
  }
}
