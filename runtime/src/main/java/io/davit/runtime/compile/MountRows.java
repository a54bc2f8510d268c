package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static io.davit.kernel.program.Operand.words;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.runtime.compile.MountApi.Attribute;
import java.util.List;
import java.util.Map;

/// Makes detached mounts and moves them where they belong (fsopen(2), fsmount(2), open_tree(2),
/// move_mount(2), mount_setattr(2)).
final class MountRows {
  private final ProgramBuilder program;
  private final Slot context;
  private final Slot mount;

  MountRows(ProgramBuilder program) {
    this.program = program;
    this.context = program.slot("file system");
    this.mount = program.slot("mount");
  }

  /// A new mount of a file system, not yet anywhere.
  ///
  /// @param options in order; one with an empty value is a flag
  Slot make(
      String type, String purpose, List<Map.Entry<String, String>> options, Operand attributes) {
    program.call(purpose, SystemCall.FSOPEN, text(type), MountApi.FSOPEN_CLOEXEC).into(context);
    configure(purpose, "source", type);
    for (Map.Entry<String, String> option : options) {
      configure(purpose, option.getKey(), option.getValue());
    }
    program.call(
        purpose,
        SystemCall.FSCONFIG,
        slot(context),
        MountApi.FSCONFIG_CMD_CREATE,
        value(0),
        value(0),
        value(0));
    program
        .call(purpose, SystemCall.FSMOUNT, slot(context), MountApi.FSMOUNT_CLOEXEC, attributes)
        .into(mount);
    program.call("", SystemCall.CLOSE, slot(context));
    return mount;
  }

  /// @param value empty: the key is a flag
  private void configure(String purpose, String key, String value) {
    program.call(
        purpose + " with " + key,
        SystemCall.FSCONFIG,
        slot(context),
        value.isEmpty() ? MountApi.FSCONFIG_SET_FLAG : MountApi.FSCONFIG_SET_STRING,
        text(key),
        value.isEmpty() ? value(0) : text(value),
        value(0));
  }

  /// A copy of what is mounted at a path or descriptor, not yet anywhere.
  ///
  /// @param from a directory's descriptor, or AT_FDCWD
  Slot copy(String purpose, Operand from, String path, boolean recursive) {
    long flags =
        MountApi.OPEN_TREE_CLONE
            | MountApi.OPEN_TREE_CLOEXEC
            | (recursive ? MountApi.AT_RECURSIVE : 0)
            | (path.isEmpty() ? 0x1000 : 0);
    program
        .call(
            purpose,
            SystemCall.OPEN_TREE,
            from,
            text(path),
            symbol(
                "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC"
                    + (recursive ? "|AT_RECURSIVE" : "")
                    + (path.isEmpty() ? "|AT_EMPTY_PATH" : ""),
                flags))
        .into(mount);
    return mount;
  }

  /// Puts a detached mount onto a descriptor.
  void move(String purpose, Slot from, Slot onto) {
    program.call(
        purpose,
        SystemCall.MOVE_MOUNT,
        slot(from),
        text(""),
        slot(onto),
        text(""),
        MountApi.MOVE_EMPTY_PATHS);
  }

  /// Sets attributes, and a propagation unless that is 0.
  void set(String purpose, Slot of, boolean recursive, Operand attributes, Operand propagation) {
    program.call(
        purpose,
        SystemCall.MOUNT_SETATTR,
        slot(of),
        text(""),
        recursive ? MountApi.AT_EMPTY_PATH_RECURSIVE : MountApi.AT_EMPTY_PATH,
        words("mount_attr", List.of(attributes, value(0), propagation, value(0))),
        value(32));
  }

  void readOnly(String purpose, Slot of, boolean recursive) {
    set(purpose, of, recursive, Attribute.of(Attribute.RDONLY), value(0));
  }
}
