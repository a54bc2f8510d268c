package io.davit.runtime.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Adds the host's perl, and the probe, to an image.
final class PerlImage {
  private static final Path PROBE = Path.of("../docs/confinement/probe");
  private static final List<String> FILES =
      List.of(
          "/usr/bin/perl",
          "/lib64/ld-linux-x86-64.so.2",
          "/lib/x86_64-linux-gnu/libm.so.6",
          "/lib/x86_64-linux-gnu/libc.so.6",
          "/lib/x86_64-linux-gnu/libcrypt.so.1",
          "/usr/lib/x86_64-linux-gnu/perl-base/strict.pm");

  private PerlImage() {}

  static boolean isThere() {
    return FILES.stream().allMatch(file -> Files.exists(Path.of(file)));
  }

  static void addTo(Path image) throws IOException {
    for (String file : FILES) {
      Path target = image.resolve(file.substring(1));
      Files.createDirectories(target.getParent());
      Files.copy(Path.of(file), target);
    }
    Files.copy(PROBE, image.resolve("probe"));
  }
}
