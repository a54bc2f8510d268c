package io.davit.image;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the index keeps of an image.
///
/// @param id digest of its configuration
/// @param manifest digest of the manifest it came with
/// @param machine fingerprint of the machine, when it is `davit/host` or was until that was made
///   anew
/// @param tags full form, `docker.io/library/nginx:latest`
/// @param digests full form, `docker.io/library/nginx@sha256:…`
record ImageRow(
    String id,
    Optional<String> manifest,
    Instant tagged,
    Optional<String> machine,
    List<String> tags,
    List<String> digests) {
  ImageRow {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  boolean builtIn() {
    return machine.isPresent();
  }

  ImageRow withTags(List<String> other) {
    return new ImageRow(id, manifest, tagged, machine, other, digests);
  }

  ImageRow withDigests(List<String> other) {
    return new ImageRow(id, manifest, tagged, machine, tags, other);
  }
}
