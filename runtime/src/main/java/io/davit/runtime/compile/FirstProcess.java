package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.supervise.KeeperRows;
import io.davit.runtime.user.ResolvedUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The rows of a container's first process, from its birth in new namespaces to its command.
final class FirstProcess {
  private static final Operand O_RDONLY = symbol("O_RDONLY|O_CLOEXEC", 0x80000);
  private static final List<String> NAMESPACED_SYSCTLS =
      List.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  private final ProgramBuilder program;
  private final Machine machine;
  private final HostFiles host;
  private final ContainerSpec spec;
  private final PrivilegeRows privileges;
  private final Optional<Neighbour> ipc;
  private final MountRows mounts;
  private final WriteRows files;

  /// @param ipc of the container whose IPC it shares
  FirstProcess(
      ProgramBuilder program,
      Machine machine,
      HostFiles host,
      ContainerSpec spec,
      PrivilegeRows privileges,
      Optional<Neighbour> ipc) {
    this.program = program;
    this.machine = machine;
    this.host = host;
    this.spec = spec;
    this.privileges = privileges;
    this.ipc = ipc;
    this.mounts = new MountRows(program);
    this.files = new WriteRows(program);
  }

  void rows(KeeperRows keeper, ResolvedUser user, List<Path> cgroupFiles) {
    privileges.seclude();
    join(cgroupFiles);
    spec.namespaces().network().ifPresent(this::enterNetwork);
    Slot root = program.slot("root");
    Slot nothing = root(keeper, root);
    keeper.connectStreams();
    if (spec.process().terminal()) {
      console(root);
    }
    names();
    spec.sysctls().forEach(this::sysctl);
    privileges.makeWorkingDirectory(spec.process().workingDirectory());
    if (!spec.security().privileged()) {
      MaskRows masks = new MaskRows(program, mounts, root);
      masks.makeReadOnly(spec.security().readOnlyPaths());
      masks.hide(spec.security().maskedPaths(), nothing);
    }
    if (spec.readOnlyRoot()) {
      readOnly(root);
    }
    privileges.limits(spec.process(), files);
    privileges.become(user, spec.security(), spec.process().workingDirectory());
    keeper.execute(spec.process().arguments(), Environment.of(spec.process(), user));
  }

  private void join(List<Path> cgroupFiles) {
    for (Path file : cgroupFiles) {
      files.write("join the cgroup " + file.getParent(), file.toString(), "0");
    }
    if (spec.namespaces().cgroup() && !cgroupFiles.isEmpty()) {
      program.call("own view of cgroups", SystemCall.UNSHARE, Namespace.CGROUP.operand());
    }
  }

  private void enterNetwork(Path namespace) {
    Slot opened = program.slot("network namespace");
    program
        .call(
            "open the network namespace " + namespace,
            SystemCall.OPENAT,
            MountApi.AT_FDCWD,
            text(namespace.toString()),
            O_RDONLY,
            value(0))
        .into(opened);
    program.call(
        "enter the network namespace", SystemCall.SETNS, slot(opened), Namespace.NET.operand());
    program.call("", SystemCall.CLOSE, slot(opened));
  }

  /// What comes to /dev/shm with an IPC that is not the container's own.
  private Optional<Slot> sharedMemory() {
    if (spec.namespaces().ipc() instanceof Whose.Own) {
      return Optional.empty();
    }
    Slot memory = program.slot("shared memory");
    if (ipc.isPresent()) {
      memoryOf(ipc.get(), memory);
    } else {
      Slot copy = mounts.copy("take the host's", MountApi.AT_FDCWD, "/dev/shm", false);
      program.move("keep it", slot(copy)).into(memory);
    }
    return Optional.of(memory);
  }

  /// A mount namespace lets its mounts be copied by those inside only. What is meant is opened
  /// before: the root of the other's processes need not be that of its mount namespace.
  private void memoryOf(Neighbour other, Slot memory) {
    Operand pidfd = other.pidfd();
    Slot own = program.slot("own mounts");
    Slot root = program.slot("own root");
    Slot found = program.slot("other's root");
    program.call("enter the other's IPC", SystemCall.SETNS, pidfd, Namespace.IPC.operand());
    open("open the own mounts", "/proc/self/ns/mnt", own);
    open("open the own root", "/", root);
    open("open the other's root", "/proc/" + other.pid() + "/root", found);
    program
        .call(
            "open its /dev/shm",
            SystemCall.OPENAT2,
            slot(found),
            text("dev/shm"),
            MountApi.NO_SYMLINKS,
            MountApi.HOW_SIZE)
        .into(memory);
    program.call("enter the other's mounts", SystemCall.SETNS, pidfd, Namespace.MNT.operand());
    Slot copy = mounts.copy("take its /dev/shm", slot(memory), "", false);
    program.call("", SystemCall.CLOSE, slot(memory));
    program.move("keep it", slot(copy)).into(memory);
    program.call("return to the own mounts", SystemCall.SETNS, slot(own), Namespace.MNT.operand());
    program.call("return to the own root", SystemCall.FCHDIR, slot(root));
    program.call("return to the own root", SystemCall.CHROOT, text("."));
    for (Slot opened : List.of(own, root, found)) {
      program.call("", SystemCall.CLOSE, slot(opened));
    }
  }

  private void open(String purpose, String path, Slot into) {
    program
        .call(purpose, SystemCall.OPENAT, MountApi.AT_FDCWD, text(path), O_RDONLY, value(0))
        .into(into);
  }

  /// Builds the root and makes it `/`.
  ///
  /// @return the descriptor of its /dev/null
  private Slot root(KeeperRows keeper, Slot root) {
    TargetRows targets = new TargetRows(program, root);
    UserMounts wanted = new UserMounts(program, mounts, targets, host);
    wanted.takeShared(spec.mounts());
    program.call(
        "let no mount out",
        SystemCall.MOUNT,
        value(0),
        text("/"),
        value(0),
        MountApi.MS_REC_SLAVE,
        value(0));
    Optional<Slot> memory = sharedMemory();
    RootRows roots = new RootRows(program, mounts, machine);
    roots.mount(spec.root().getFirst(), root);
    spec.root().stream().skip(1).forEach(overlay -> roots.mountBelow(overlay, targets));
    boolean privileged = spec.security().privileged();
    SystemMounts system = new SystemMounts(program, mounts, targets, machine, privileged);
    system.kernelViews(spec.namespaces().cgroup());
    Slot nothing = system.devices(keeper.terminalFileSystem(), memory);
    DeviceRows devices = new DeviceRows(program, targets);
    if (privileged) {
      devices.make(host.allDevices());
    }
    spec.devices().forEach(device -> devices.make(host.devices(device)));
    wanted.mount(spec.mounts());
    program.call("enter the root", SystemCall.FCHDIR, slot(root));
    program.call("make it /", SystemCall.PIVOT_ROOT, text("."), text("."));
    program.call("leave the host's files", SystemCall.UMOUNT2, text("."), MountApi.MNT_DETACH);
    program.call("enter /", SystemCall.CHDIR, text("/"));
    return nothing;
  }

  /// Every file system that is the image's; those of the user and the kernel stay as they are.
  private void readOnly(Slot root) {
    mounts.readOnly("make the root read-only", root, false);
    TargetRows targets = new TargetRows(program, root);
    for (OverlayRoot overlay : spec.root().subList(1, spec.root().size())) {
      String path = overlay.target().toString();
      mounts.readOnly("make " + path + " read-only", targets.directory(path), false);
    }
  }

  /// The terminal under its usual name: the open one, not whatever is called so (CVE-2025-52565).
  private void console(Slot root) {
    TargetRows targets = new TargetRows(program, root);
    Slot terminal = mounts.copy("take the terminal", value(0), "", false);
    mounts.move("mount /dev/console", terminal, targets.file("/dev/console"));
  }

  private void names() {
    Namespaces namespaces = spec.namespaces();
    if (namespaces.uts()) {
      name("set the host name", SystemCall.SETHOSTNAME, namespaces.hostname());
      if (!namespaces.domainname().isEmpty()) {
        name("set the domain name", SystemCall.SETDOMAINNAME, namespaces.domainname());
      }
    }
  }

  private void name(String purpose, SystemCall call, String name) {
    program.call(purpose, call, text(name), value(name.getBytes(StandardCharsets.UTF_8).length));
  }

  private void sysctl(String name, String value) {
    boolean namespaced =
        (spec.namespaces().ipc() instanceof Whose.Own
                && (NAMESPACED_SYSCTLS.contains(name) || name.startsWith("fs.mqueue.")))
            || (name.startsWith("net.") && spec.namespaces().network().isPresent());
    if (!namespaced || name.contains("/") || name.contains("..")) {
      throw new InvalidInput(
          "sysctl \"" + name + "\" is not the container's own to set",
          new Resource("sysctl", name),
          "set it on the host, or use one of net.*, fs.mqueue.* or the System V IPC ones");
    }
    files.write(
        "set the sysctl " + name + " to " + value, "/proc/sys/" + name.replace('.', '/'), value);
  }
}
