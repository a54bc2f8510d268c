/// Processes of containers and who watches them: the keeper's rows around a container's own ones,
/// its files in the run directory, and the runtime that puts both together.
///
/// A start program is composed like this; everything between [KeeperRows#cloneFirstProcess] and
/// [KeeperRows#execute] runs in the container's first process:
///
/// ```java
/// var keeper = new KeeperRows(program, supervision);
/// Operand cgroup = keeper.pass(cgroupDirectory);     // descriptors first
/// keeper.begin();
/// // of an exec: setns rows
/// keeper.cloneFirstProcess(CLONE_NEWNS | CLONE_NEWPID | …, Optional.of(cgroup));
/// // roots, mounts (keeper.terminalFileSystem() goes to /dev/pts), pivot_root
/// keeper.connectStreams();
/// // chown of 0, 1, 2; the console; user, capabilities, filter
/// keeper.execute(arguments, environment);
/// Launch launch = keeper.finish();
/// ```
@org.jspecify.annotations.NullMarked
package io.davit.runtime.supervise;
