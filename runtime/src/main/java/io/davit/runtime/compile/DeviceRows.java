package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.util.List;

/// Makes device nodes inside the root.
final class DeviceRows {
  private final ProgramBuilder program;
  private final TargetRows targets;

  DeviceRows(ProgramBuilder program, TargetRows targets) {
    this.program = program;
    this.targets = targets;
  }

  void make(List<DeviceNode> nodes) {
    for (DeviceNode node : nodes) {
      int slash = node.target().lastIndexOf('/');
      Slot parent = targets.directory(slash <= 0 ? "/" : node.target().substring(0, slash));
      String name = node.target().substring(slash + 1);
      int mode = node.kind().bits() | node.permissions();
      program
          .call(
              "make the device " + node.target(),
              SystemCall.MKNODAT,
              slot(parent),
              text(name),
              symbol("0" + Integer.toOctalString(mode), mode),
              symbol(node.number().major() + ":" + node.number().minor(), node.number().encoded()))
          .ignoring(Errno.EEXIST);
      program.call(
          "give the device " + node.target() + " its owner",
          SystemCall.FCHOWNAT,
          slot(parent),
          text(name),
          value(node.uid()),
          value(node.gid()),
          symbol("AT_SYMLINK_NOFOLLOW", 0x100));
    }
  }
}
