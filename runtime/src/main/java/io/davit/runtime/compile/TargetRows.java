package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Datum;
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

  private static final Operand OVERLAYFS_SUPER_MAGIC = symbol("OVERLAYFS_SUPER_MAGIC", 0x794c7630L);
  private static final Operand PROC_SUPER_MAGIC = symbol("PROC_SUPER_MAGIC", 0x9fa0L);
  private static final int STATFS_SIZE = 120;

  private final ProgramBuilder program;
  private final Slot root;
  private final Slot target;
  private final Slot parent;
  private final Slot type;
  private final Datum.Space status;

  TargetRows(ProgramBuilder program, Slot root) {
    this.program = program;
    this.root = root;
    this.target = program.slot("target");
    this.parent = program.slot("parent");
    this.type = program.slot("type");
    this.status = program.space("statfs", STATFS_SIZE);
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

  /// A new directory in one that the runtime made itself.
  ///
  /// @param path of the new one, for people
  Slot newDirectory(String path, Slot above) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    program.call(
        "make the directory " + path, SystemCall.MKDIRAT, slot(above), text(name), DIRECTORY_MODE);
    program
        .call(
            "open " + path,
            SystemCall.OPENAT2,
            slot(above),
            text(name),
            MountApi.NO_SYMLINKS,
            MountApi.HOW_SIZE)
        .into(target);
    return target;
  }

  private Slot make(String path, Operand how, boolean directory) {
    String relative = relative(path);
    Label found = program.label("found " + path);
    Label missing = program.label("make " + path);
    String find = "find " + path + " in the root";
    open(find, relative, how, target).ignoring(Errno.ENOENT).jumpIfNegative(missing);
    program.jump(found);
    program.place(missing);
    List<String> names = List.of(relative.split("/", -1));
    for (int depth = 0; depth < names.size(); depth++) {
      open(find, depth == 0 ? "." : String.join("/", names.subList(0, depth)), how, parent);
      create(path, names.get(depth), directory || depth < names.size() - 1).ignoring(Errno.EEXIST);
    }
    if (how.equals(MountApi.NO_SYMLINKS)) {
      open(find, relative, how, target);
    } else {
      openReplacingLink(find, path, relative, names.getLast(), directory, found);
    }
    program.place(found);
    return target;
  }

  private void openReplacingLink(
      String find, String path, String relative, String name, boolean directory, Label found) {
    Operand how = MountApi.IN_ROOT;
    Label dangling = program.label("replace the link " + path);
    open(find, relative, how, target).ignoring(Errno.ENOENT).jumpIfNegative(dangling);
    program.jump(found);
    // It exists, yet leads nowhere: a link of the image's to a file that only a booted system has,
    // such as /etc/resolv.conf. Docker puts a file in its place, too.
    program.place(dangling);
    Label images = program.label("the image's link " + path);
    kind("find " + path, parent, OVERLAYFS_SUPER_MAGIC).jumpIfZero(images);
    program.fail(find + ": it is a link that leads nowhere", Errno.ENOENT);
    program.place(images);
    program.call(
        "replace the link " + path, SystemCall.UNLINKAT, slot(parent), text(name), value(0));
    create(path, name, directory);
    open(find, relative, how, target);
  }

  /// Fails when a target lies in a procfs: writes of the runtime to /proc would go to what is
  /// mounted there (CVE-2019-16884, CVE-2025-52881).
  void refuseProc(String path, Slot found) {
    Label plain = program.label("not in proc " + path);
    kind("look at the file system of " + path, found, PROC_SUPER_MAGIC).jumpIfNotZero(plain);
    program.fail("mount on " + path + ": it is inside the container's /proc", Errno.EPERM);
    program.place(plain);
  }

  /// Zero when the file system is of this kind (statfs(2)).
  private ProgramBuilder.Last kind(String purpose, Slot file, Operand magic) {
    program.call(purpose, SystemCall.FSTATFS, slot(file), address(status));
    program.load32(purpose, address(status)).into(type);
    return program.subtract(purpose, slot(type), magic);
  }

  private ProgramBuilder.Last create(String path, String name, boolean directory) {
    return directory
        ? program.call(
            "make the directory " + path,
            SystemCall.MKDIRAT,
            slot(parent),
            text(name),
            DIRECTORY_MODE)
        : program.call(
            "make the file " + path,
            SystemCall.MKNODAT,
            slot(parent),
            text(name),
            FILE_MODE,
            value(0));
  }

  private ProgramBuilder.Last open(String purpose, String relative, Operand how, Slot into) {
    return program
        .call(purpose, SystemCall.OPENAT2, slot(root), text(relative), how, MountApi.HOW_SIZE)
        .into(into);
  }

  /// Without slashes around it and without empty or dot components.
  static String relative(String path) {
    StringBuilder relative = new StringBuilder(path.length());
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end > start && !(end == start + 1 && path.charAt(start) == '.')) {
        relative.append(relative.isEmpty() ? "" : "/").append(path, start, end);
      }
      start = end + 1;
    }
    return relative.isEmpty() ? "." : relative.toString();
  }
}
