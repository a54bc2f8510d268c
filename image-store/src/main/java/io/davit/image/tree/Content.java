package io.davit.image.tree;

import io.davit.kernel.ErrnoException;
import java.io.IOException;

/// The content of a regular file, read once from its start to its end.
@FunctionalInterface
public interface Content {
  /// For entries that have none.
  Content NONE = _ -> 0;

  /// Fills the buffer from its start, as far as it is convenient.
  ///
  /// @return how many bytes, 0 at the end
  int read(byte[] buffer) throws IOException, ErrnoException;
}
