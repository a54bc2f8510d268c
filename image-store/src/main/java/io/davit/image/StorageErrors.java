package io.davit.image;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Turns what the kernel or a stream said into a failure, where the intent is known.
final class StorageErrors {
  private StorageErrors() {}

  /// @param doing what was being done: `unpacking a layer`
  static Failure of(String doing, Path root, ErrnoException e) {
    boolean full = e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT);
    String what =
        full
            ? "no space left on the device of \"%s\" while %s".formatted(root, doing)
            : "%s failed: %s".formatted(doing, e.getMessage());
    String fix =
        full
            ? "free some, for instance with \"davit image rm\" of images that are not used, or keep the"
                + " engine's state on a larger file system with --root"
            : "look for the cause in the system's log; the store below \"%s\" is unchanged"
                .formatted(root);
    return new StorageFailed(what, Optional.of(e.where()), Optional.of(fix), e);
  }

  /// A stream of an archive that broke.
  static Failure of(IOException e) {
    String why =
        e instanceof EOFException
            ? "it ends too early"
            : String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return new InvalidInput(
        "the archive cannot be read: " + why,
        Optional.of(new Resource("archive", "input")),
        Optional.of("make or copy the archive again"),
        e);
  }
}
