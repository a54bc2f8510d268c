package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.process.Pidfd;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.Program;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.Security;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.DeviceRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The least that makes a container: mount and pid namespaces, a cgroup, chroot. What the keeper
/// does is tested with it, not confinement.
final class PlainPrograms implements ContainerPrograms {
  private static final long NAMESPACES = 0x20000000L | 0x00020000L;
  private static final Operand AT_FDCWD = symbol("AT_FDCWD", -100);

  private final Path root;

  PlainPrograms(Path root) {
    this.root = root;
  }

  @Override
  public Set<String> capabilities() {
    return Set.of();
  }

  @Override
  public List<DeviceRule> devices(ContainerSpec spec) {
    return List.of(DeviceRule.all());
  }

  @Override
  public Launch start(
      ContainerSpec spec, Supervision supervision, Cgroup cgroup, Map<String, Pidfd> neighbours) {
    ProgramBuilder program = Program.builder();
    KeeperRows keeper = new KeeperRows(program, supervision);
    Optional<Fd> group = cgroup.directory();
    Optional<Operand> passed = group.map(directory -> keeper.pass("cgroup", directory));
    keeper.begin();
    keeper.cloneFirstProcess(NAMESPACES, passed);
    join(program, cgroup);
    program.call(
        "private mounts",
        SystemCall.MOUNT,
        value(0),
        text("/"),
        value(0),
        value(0x44000),
        value(0));
    program.call(
        "mount proc",
        SystemCall.MOUNT,
        text("proc"),
        text(root.resolve("proc").toString()),
        text("proc"),
        value(0),
        value(0));
    keeper
        .terminalFileSystem()
        .ifPresent(
            devpts ->
                program.call(
                    "mount devpts",
                    SystemCall.MOVE_MOUNT,
                    slot(devpts),
                    text(""),
                    AT_FDCWD,
                    text(root.resolve("dev/pts").toString()),
                    symbol("MOVE_MOUNT_F_EMPTY_PATH", 4)));
    program.call("enter the root", SystemCall.CHROOT, text(root.toString()));
    program.call("enter the root", SystemCall.CHDIR, text("/"));
    keeper.connectStreams();
    keeper.execute(spec.process().arguments(), spec.process().environment());
    return keeper.finish().closing(group.stream().toList());
  }

  @Override
  public Launch exec(
      ExecSpec exec, Security security, Supervision supervision, Cgroup cgroup, Pidfd first) {
    ProgramBuilder program = Program.builder();
    KeeperRows keeper = new KeeperRows(program, supervision);
    Operand container = keeper.pass("container", first.fd());
    keeper.begin();
    Slot opened = program.slot("root");
    String path = "/proc/" + first.pid() + "/root";
    program
        .call("open the root", SystemCall.OPENAT, AT_FDCWD, text(path), value(0), value(0))
        .into(opened);
    program.call("join the container", SystemCall.SETNS, container, value(NAMESPACES));
    program.call("enter the root", SystemCall.FCHDIR, slot(opened));
    program.call("enter the root", SystemCall.CHROOT, text("."));
    program.call("leave the host", SystemCall.CLOSE, slot(opened));
    keeper.cloneFirstProcess(0, Optional.empty());
    keeper.connectStreams();
    keeper.execute(exec.process().arguments(), exec.process().environment());
    return keeper.finish();
  }

  private static void join(ProgramBuilder program, Cgroup cgroup) {
    for (Path file : cgroup.joinFiles()) {
      Slot procs = program.slot("procs");
      program
          .call("open " + file, SystemCall.OPENAT, AT_FDCWD, text(file.toString()), value(1))
          .into(procs);
      program.call("join " + file, SystemCall.WRITE, slot(procs), text("0"), value(1));
    }
  }
}
