package io.davit.runtime.compile;

import io.davit.kernel.Architecture;
import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.process.Pidfd;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.Program;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.DeviceSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.Security;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.DeviceRule;
import io.davit.runtime.supervise.ContainerPrograms;
import io.davit.runtime.supervise.KeeperRows;
import io.davit.runtime.supervise.Launch;
import io.davit.runtime.supervise.Supervision;
import io.davit.runtime.user.ResolvedUser;
import io.davit.runtime.user.UserLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Compiles specs into programs.
public final class ContainerCompiler implements ContainerPrograms {
  private final Machine machine;
  private final Filters filters;
  private final UserLookup users;
  private final HostFiles host;

  public ContainerCompiler(Machine machine, Architecture architecture, UserLookup users) {
    this(machine, architecture, users, HostFiles.REAL);
  }

  ContainerCompiler(Machine machine, Architecture architecture, UserLookup users, HostFiles host) {
    this.machine = machine;
    this.filters = new Filters(architecture);
    this.users = users;
    this.host = host;
  }

  @Override
  public Set<String> capabilities() {
    return machine.capabilities();
  }

  /// {@inheritDoc}
  ///
  /// @throws io.davit.problem.NotFound for a device that the host has not
  @Override
  public List<DeviceRule> devices(ContainerSpec spec) {
    if (spec.security().privileged()) {
      return List.of(DeviceRule.all());
    }
    List<String> further = new ArrayList<>(spec.security().deviceRules());
    for (DeviceSpec device : spec.devices()) {
      host.devices(device).forEach(node -> further.add(node.rule(device.permissions())));
    }
    return Defaults.deviceRules(further);
  }

  /// {@inheritDoc}
  ///
  /// @throws io.davit.problem.InvalidInput for a value that no container can have
  @Override
  public Launch start(
      ContainerSpec spec, Supervision supervision, Cgroup group, Map<String, Pidfd> neighbours) {
    ResolvedUser user = users.find(spec);
    var program = Program.builder();
    var keeper = new KeeperRows(program, supervision);
    Optional<Fd> directory = group.directory();
    Optional<Operand> cgroup = directory.map(opened -> keeper.pass("cgroup", opened));
    Optional<Neighbour> pids = neighbour(spec.namespaces().pid(), "pidfd", keeper, neighbours);
    Optional<Neighbour> ipc = neighbour(spec.namespaces().ipc(), "ipc pidfd", keeper, neighbours);
    keeper.begin();
    pids.ifPresent(
        other ->
            program.call(
                "enter the process ids of the other container",
                SystemCall.SETNS,
                other.pidfd(),
                Namespace.PID.operand()));
    Set<Namespace> born = Namespace.of(spec.namespaces());
    born.remove(Namespace.NET);
    List<Path> joinFiles = group.joinFiles();
    if (!joinFiles.isEmpty()) {
      born.remove(Namespace.CGROUP); // its root is where its maker is: made once that has joined
    }
    keeper.cloneFirstProcess(Namespace.bits(born), cgroup);
    var privileges = new PrivilegeRows(program, capabilities(spec.security()), filters);
    new FirstProcess(program, machine, host, spec, privileges, ipc).rows(keeper, user, joinFiles);
    return keeper.finish().closing(directory.stream().toList());
  }

  private static Optional<Neighbour> neighbour(
      Whose whose, String name, KeeperRows keeper, Map<String, Pidfd> neighbours) {
    if (!(whose instanceof Whose.Container(String id))) {
      return Optional.empty();
    }
    Pidfd first = Objects.requireNonNull(neighbours.get(id));
    Operand passed = keeper.pass(name + " of container " + id, first.fd());
    return Optional.of(new Neighbour(passed, first.pid()));
  }

  @Override
  public Launch exec(
      ExecSpec exec, Security security, Supervision supervision, Cgroup group, Pidfd first) {
    ResolvedUser user = users.find(exec.process(), first.pid());
    var program = Program.builder();
    var keeper = new KeeperRows(program, supervision);
    Entrance entrance = Entrance.open(group, first);
    Security own = exec.privileged() ? allOf(security) : security;
    var privileges = new PrivilegeRows(program, capabilities(own), filters);
    var further = new FurtherProcess(program, keeper, privileges);
    further.join(first.fd(), entrance);
    further.run(exec.process(), own, user);
    return keeper.finish().closing(entrance.all());
  }

  private static Security allOf(Security security) {
    return new Security(
        Capability.names(),
        true,
        false,
        Security.Seccomp.UNCONFINED,
        security.maskedPaths(),
        security.readOnlyPaths(),
        security.deviceRules());
  }

  /// Those that it shall have, as far as the engine has them to give.
  private Set<String> capabilities(Security security) {
    Set<String> given =
        new TreeSet<>(security.privileged() ? Capability.names() : security.capabilities());
    given.retainAll(machine.capabilities());
    return given;
  }
}
