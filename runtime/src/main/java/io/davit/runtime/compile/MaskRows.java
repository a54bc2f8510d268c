package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.runtime.compile.MountApi.Attribute;
import java.util.List;
import java.util.Map;

/// Hides paths, and makes paths read-only. What does not exist needs neither.
///
/// A file is hidden by the container's /dev/null that was made before anything of the user was
/// mounted (CVE-2025-31133), a directory by an empty file system.
final class MaskRows {
  private static final Operand DIRECTORY =
      Operand.words(
          "open_how",
          List.of(
              symbol("O_PATH|O_DIRECTORY|O_CLOEXEC", 0x290000),
              Operand.value(0),
              symbol("RESOLVE_IN_ROOT|NO_MAGICLINKS|NO_SYMLINKS", 0x16)));

  private static final Operand CLOSED =
      Attribute.of(Attribute.RDONLY, Attribute.NOSUID, Attribute.NODEV, Attribute.NOEXEC);
  private static final List<Map.Entry<String, String>> SMALLEST =
      List.of(Map.entry("nr_blocks", "1"), Map.entry("nr_inodes", "1"));

  private final ProgramBuilder program;
  private final MountRows mounts;
  private final Slot root;
  private final Slot path;

  MaskRows(ProgramBuilder program, MountRows mounts, Slot root) {
    this.program = program;
    this.mounts = mounts;
    this.root = root;
    this.path = program.slot("path");
  }

  /// @param nothing the container's own /dev/null
  void hide(List<String> paths, Slot nothing) {
    for (String hidden : paths) {
      String purpose = "hide " + hidden;
      Label file = program.label("hide the file " + hidden);
      Label next = program.label("hidden " + hidden);
      Operand place = text(TargetRows.relative(hidden));
      open(purpose, place, DIRECTORY)
          .ignoring(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)
          .jumpIfNegative(file);
      mounts.move(purpose, mounts.make("tmpfs", purpose, SMALLEST, CLOSED), path);
      program.jump(next);
      program.place(file);
      open(purpose, place, MountApi.NO_SYMLINKS)
          .ignoring(Errno.ENOENT, Errno.ELOOP)
          .jumpIfNegative(next);
      mounts.move(purpose, mounts.copy(purpose, slot(nothing), "", false), path);
      program.place(next);
    }
  }

  void makeReadOnly(List<String> paths) {
    for (String readOnly : paths) {
      String purpose = "make " + readOnly + " read-only";
      Label next = program.label("read-only " + readOnly);
      open(purpose, text(TargetRows.relative(readOnly)), MountApi.NO_SYMLINKS)
          .ignoring(Errno.ENOENT, Errno.ELOOP)
          .jumpIfNegative(next);
      Slot copy = mounts.copy(purpose, slot(path), "", true);
      mounts.set(purpose, copy, true, CLOSED, Operand.value(0));
      mounts.move(purpose, copy, path);
      program.place(next);
    }
  }

  private ProgramBuilder.Last open(String purpose, Operand at, Operand how) {
    return program
        .call(purpose, SystemCall.OPENAT2, slot(root), at, how, MountApi.HOW_SIZE)
        .into(path);
  }
}
