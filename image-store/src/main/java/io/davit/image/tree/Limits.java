package io.davit.image.tree;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;

/// How much of an archive is believed, against those that are small only while they are compressed.
///
/// @param entries of one tree
/// @param treeBytes of one tree, apparent sizes
/// @param headerBytes of one entry: long names and attributes
/// @param documentBytes of one JSON document
/// @param layers of one image; overlayfs takes 500
public record Limits(long entries, long treeBytes, int headerBytes, int documentBytes, int layers) {
  public static final Limits DEFAULT = new Limits(5_000_000, 1L << 38, 1 << 20, 8 << 20, 128);

  /// The failure for an archive that exceeds one.
  public static InvalidInput exceeded(String what, long limit) {
    return new InvalidInput(
        "the archive has more than " + limit + " " + what,
        new Resource("archive", what),
        "load an archive that stays below this limit");
  }
}
