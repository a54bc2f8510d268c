package io.davit.image.tar;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;

/// The failure for bytes that are no tar archive.
final class Damaged {
  private Damaged() {}

  static InvalidInput at(String what) {
    return new InvalidInput(
        "the tar archive is damaged: " + what,
        new Resource("archive", "tar"),
        "make or copy the archive again");
  }
}
