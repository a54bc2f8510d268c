package io.davit.registry;

import java.util.Map;

/// What a document says of another one, or of a blob (OCI image specification, descriptor.md).
///
/// @param digest `sha256:…`
/// @param sizeBytes at least 0
/// @param artifactType empty where there is none
public record Descriptor(
    String mediaType,
    String digest,
    long sizeBytes,
    String artifactType,
    Map<String, String> annotations) {
  public Descriptor {
    annotations = Map.copyOf(annotations);
  }
}
