package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.Security;
import io.davit.runtime.supervise.KeeperRows;
import io.davit.runtime.user.ResolvedUser;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// The rows of an exec: into the container's cgroup and namespaces, then down to the command's
/// rights.
final class FurtherProcess {
  private final ProgramBuilder program;
  private final KeeperRows keeper;
  private final PrivilegeRows privileges;

  FurtherProcess(ProgramBuilder program, KeeperRows keeper, PrivilegeRows privileges) {
    this.program = program;
    this.keeper = keeper;
    this.privileges = privileges;
  }

  /// The keeper enters all namespaces, those that the container shares with the host included, and
  /// its root; its child joins the cgroup, too. The keeper keeps none of the descriptors.
  void join(Fd first, Entrance entrance) {
    Operand pidfd = keeper.pass("pidfd of the container", first);
    Operand root = keeper.pass("root of the container", entrance.root());
    Optional<Operand> cgroup = entrance.cgroup().map(opened -> keeper.pass("cgroup", opened));
    List<Operand> files =
        entrance.cgroupFiles().stream().map(opened -> keeper.pass("cgroup.procs", opened)).toList();
    keeper.begin();
    privileges.seclude();
    program.call(
        "enter the container's namespaces",
        SystemCall.SETNS,
        pidfd,
        Namespace.operand(EnumSet.allOf(Namespace.class)));
    program.call("enter the container's root", SystemCall.FCHDIR, root);
    program.call("make it /", SystemCall.CHROOT, text("."));
    keeper.cloneFirstProcess(0, cgroup);
    for (Operand file : files) {
      program.call("join the cgroup", SystemCall.WRITE, file, text("0"), value(1));
    }
  }

  void run(ProcessSpec process, Security security, ResolvedUser user) {
    keeper.connectStreams();
    privileges.makeWorkingDirectory(process.workingDirectory());
    privileges.limits(process, new WriteRows(program));
    privileges.become(user, security, process.workingDirectory());
    keeper.execute(process.arguments(), Environment.of(process, user));
  }
}
