package io.davit.runtime.rootfs;

import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes the directories that take a container's writes.
///
/// The root of an overlay has the owner and mode of its upper directory: a new one gets those of
/// the topmost layer below it. The container's own root is open to all whatever its image says, as
/// dockerd has it: an image made of a private folder would else be of no use to other users.
public final class WritableLayers {
  private static final String ATTRIBUTES = "unix:uid,gid,mode";
  private static final int PERMISSIONS = 07777;
  private static final int OPEN_TO_ALL = 0755;

  private WritableLayers() {}

  /// Leaves alone what is there.
  ///
  /// @throws StorageFailed when the disk is full or broken
  public static void prepare(List<OverlayRoot> roots) {
    for (OverlayRoot root : roots) {
      try {
        if (!Files.exists(root.upper())) {
          make(root);
        }
        if (!Files.exists(root.work())) {
          Files.createDirectories(root.work());
        }
      } catch (IOException e) {
        throw new StorageFailed(
            "cannot make the writable layer: " + e.getMessage(),
            Optional.of(new Resource("path", root.upper().toString())),
            Optional.of("see that the disk has space"),
            e);
      }
    }
  }

  /// Under a temporary name first: what has the right name is complete.
  private static void make(OverlayRoot root) throws IOException {
    Path fresh = root.upper().resolveSibling(root.upper().getFileName() + ".new");
    Files.createDirectories(fresh);
    if (!root.lower().isEmpty()) {
      Map<String, Object> top = Files.readAttributes(root.lower().getFirst(), ATTRIBUTES);
      boolean isRoot = root.target().getNameCount() == 0;
      int mode =
          isRoot ? OPEN_TO_ALL : (Integer) Objects.requireNonNull(top.get("mode")) & PERMISSIONS;
      Files.setAttribute(fresh, "unix:uid", top.get("uid"));
      Files.setAttribute(fresh, "unix:gid", top.get("gid"));
      Files.setAttribute(fresh, "unix:mode", mode);
    }
    Files.move(fresh, root.upper());
  }
}
