package io.davit.image.tar;

import java.util.ArrayList;
import java.util.List;

/// Where the bytes of a sparse file belong; everything between is a hole (GNU tar manual, "Sparse
/// Formats").
///
/// @param sizeBytes of the file with its holes
record SparseMap(List<Segment> segments, long sizeBytes) {
  record Segment(long offset, long length) {
    long end() {
      return offset + length;
    }
  }

  SparseMap {
    segments = segments.stream().filter(segment -> segment.length > 0).toList();
    long at = 0;
    for (Segment segment : segments) {
      boolean fits =
          segment.offset >= at
              && segment.length >= 0
              && segment.length <= sizeBytes - segment.offset;
      if (!fits) {
        throw Damaged.at("the map of a sparse file is out of order");
      }
      at = segment.end();
    }
  }

  /// How many bytes are in the archive.
  long storedBytes() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /// Pairs of offset and length.
  static SparseMap of(List<Long> numbers, long sizeBytes) {
    if (numbers.size() % 2 != 0) {
      throw Damaged.at("the map of a sparse file has an odd number of values");
    }
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      segments.add(new Segment(numbers.get(i), numbers.get(i + 1)));
    }
    return new SparseMap(segments, sizeBytes);
  }
}
