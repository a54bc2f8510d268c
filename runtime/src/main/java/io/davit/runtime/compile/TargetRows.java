package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.util.List;

/// Finds the places inside a root where something is mounted, and makes those that are missing.
/// Every path is resolved by the kernel inside the root, whatever links the image holds.
///
/// The descriptors stay open until the command is executed; all of them are paths of the container.
final class TargetRows {
  private static final Operand DIRECTORY_MODE = symbol("0755", 0755);
  private static final Operand FILE_MODE = symbol("S_IFREG|0644", 0100644);

  private final ProgramBuilder program;
  private final Slot root;
  private final Slot target;
  private final Slot parent;

  TargetRows(ProgramBuilder program, Slot root) {
    this.program = program;
    this.root = root;
    this.target = program.slot("target");
    this.parent = program.slot("parent");
  }

  /// The directory at a path, made with all that is missing above it.
  Slot directory(String path) {
    return make(path, MountApi.IN_ROOT, true);
  }

  /// The file at a path, likewise.
  Slot file(String path) {
    return make(path, MountApi.IN_ROOT, false);
  }

  /// The directory at a path that must not be, or lead through, a symbolic link: where the kernel's
  /// own file systems go (CVE-2019-19921, CVE-2023-27561).
  Slot plainDirectory(String path) {
    return make(path, MountApi.NO_SYMLINKS, true);
  }

  private Slot make(String path, Operand how, boolean directory) {
    String relative = relative(path);
    Label found = program.label("found " + path);
    Label missing = program.label("make " + path);
    open(path, relative, how, target).ignoring(Errno.ENOENT).jumpIfNegative(missing);
    program.jump(found);
    program.place(missing);
    List<String> names = List.of(relative.split("/", -1));
    for (int depth = 0; depth < names.size(); depth++) {
      String above = depth == 0 ? "." : String.join("/", names.subList(0, depth));
      boolean last = depth == names.size() - 1;
      open(path, above, how, parent);
      if (last && !directory) {
        program
            .call(
                "make the file " + path,
                SystemCall.MKNODAT,
                slot(parent),
                text(names.get(depth)),
                FILE_MODE,
                value(0))
            .ignoring(Errno.EEXIST);
      } else {
        program
            .call(
                "make the directory " + path,
                SystemCall.MKDIRAT,
                slot(parent),
                text(names.get(depth)),
                DIRECTORY_MODE)
            .ignoring(Errno.EEXIST);
      }
    }
    open(path, relative, how, target);
    program.place(found);
    return target;
  }

  private ProgramBuilder.Last open(String path, String relative, Operand how, Slot into) {
    return program
        .call(
            "find " + path + " in the root",
            SystemCall.OPENAT2,
            slot(root),
            text(relative),
            how,
            MountApi.HOW_SIZE)
        .into(into);
  }

  /// Without slashes around it and without empty or dot components.
  static String relative(String path) {
    List<String> names =
        List.of(path.split("/", -1)).stream()
            .filter(name -> !name.isEmpty() && !name.equals("."))
            .toList();
    return names.isEmpty() ? "." : String.join("/", names);
  }
}
