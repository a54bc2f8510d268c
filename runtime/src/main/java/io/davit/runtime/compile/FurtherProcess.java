package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.Security;
import io.davit.runtime.supervise.KeeperRows;
import io.davit.runtime.user.ResolvedUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// The rows of an exec: into the container's cgroup and namespaces, then down to the command's
/// rights.
final class FurtherProcess {
  private static final Operand O_WRONLY = symbol("O_WRONLY|O_CLOEXEC", 0x80001);

  private final ProgramBuilder program;
  private final KeeperRows keeper;
  private final PrivilegeRows privileges;

  FurtherProcess(ProgramBuilder program, KeeperRows keeper, PrivilegeRows privileges) {
    this.program = program;
    this.keeper = keeper;
    this.privileges = privileges;
  }

  /// The keeper enters all namespaces, those that the container shares with the host included; its
  /// child joins the cgroup too: files of the host are opened before the host's files are out of
  /// sight.
  void join(Operand pidfd, Optional<Operand> cgroup, List<Path> cgroupFiles) {
    privileges.seclude();
    List<Slot> joinFiles = new ArrayList<>();
    for (Path file : cgroupFiles) {
      Slot opened = program.slot("cgroup file");
      program
          .call(
              "open " + file,
              SystemCall.OPENAT,
              MountApi.AT_FDCWD,
              text(file.toString()),
              O_WRONLY,
              value(0))
          .into(opened);
      joinFiles.add(opened);
    }
    program.call(
        "enter the container's namespaces",
        SystemCall.SETNS,
        pidfd,
        Namespace.operand(EnumSet.allOf(Namespace.class)));
    keeper.cloneFirstProcess(0, cgroup);
    for (Slot file : joinFiles) {
      program.call("join the cgroup", SystemCall.WRITE, slot(file), text("0"), value(1));
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
