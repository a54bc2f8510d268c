package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Stacks a container's layers (the kernel's filesystems/overlayfs.rst). The root is mounted over
/// its own writable layer: only in the container's own mount namespace, and only until it becomes
/// `/`. Nothing else may be hidden by it: the writable layers of what is mounted inside stand
/// beside it.
final class RootRows {
  /// mount(2) takes one page of options and cuts what is longer, without a word.
  private static final int OPTIONS_LIMIT = 4095;

  private static final Operand O_PATH_DIRECTORY = symbol("O_PATH|O_DIRECTORY|O_CLOEXEC", 0x290000);

  private final ProgramBuilder program;
  private final MountRows mounts;
  private final Machine machine;

  RootRows(ProgramBuilder program, MountRows mounts, Machine machine) {
    this.program = program;
    this.mounts = mounts;
    this.machine = machine;
  }

  /// Mounts the root and stores its descriptor.
  void mount(OverlayRoot overlay, Slot root) {
    String place = overlay.upper().toString();
    String purpose = "stack the layers of /";
    if (machine.appendsLayers()) {
      Slot mount = mounts.make("overlay", purpose, options(overlay), value(0));
      program.call(
          purpose,
          SystemCall.MOVE_MOUNT,
          slot(mount),
          text(""),
          MountApi.AT_FDCWD,
          text(place),
          MountApi.MOVE_F_EMPTY_PATH);
    } else {
      legacy(purpose, overlay, text(place));
    }
    program
        .call(
            "open the root",
            SystemCall.OPENAT,
            MountApi.AT_FDCWD,
            text(place),
            O_PATH_DIRECTORY,
            value(0))
        .into(root);
  }

  /// Mounts a further one inside the root.
  void mountBelow(OverlayRoot overlay, TargetRows targets) {
    String purpose = "stack the layers of " + overlay.target();
    Slot target = targets.directory(overlay.target().toString());
    if (machine.appendsLayers()) {
      mounts.move(purpose, mounts.make("overlay", purpose, options(overlay), value(0)), target);
      return;
    }
    program.call(purpose, SystemCall.FCHDIR, slot(target));
    legacy(purpose, overlay, text("."));
  }

  private void legacy(String purpose, OverlayRoot overlay, Operand place) {
    String options =
        "lowerdir="
            + overlay.lower().stream().map(RootRows::escaped).collect(Collectors.joining(":"))
            + ",upperdir="
            + escaped(overlay.upper())
            + ",workdir="
            + escaped(overlay.work())
            + ",index=off";
    if (options.length() > OPTIONS_LIMIT) {
      throw new Unsupported(
          "the image has %d layers, more than this kernel can stack"
              .formatted(overlay.lower().size()),
          new Resource("path", overlay.target().toString()),
          "boot Linux 6.7 or newer, or flatten the image");
    }
    program.call(
        purpose,
        SystemCall.MOUNT,
        text("overlay"),
        place,
        text("overlay"),
        value(0),
        text(options));
  }

  private static List<Map.Entry<String, String>> options(OverlayRoot overlay) {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    overlay.lower().forEach(layer -> options.add(Map.entry("lowerdir+", layer.toString())));
    options.add(Map.entry("upperdir", overlay.upper().toString()));
    options.add(Map.entry("workdir", overlay.work().toString()));
    options.add(Map.entry("index", "off"));
    return options;
  }

  private static String escaped(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }
}
