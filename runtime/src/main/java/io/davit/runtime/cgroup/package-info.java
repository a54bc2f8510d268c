/// Limits and counters of containers: cgroups, version 1 and version 2 behind one interface.
///
/// Every engine has one parent group (`davit-<instance>`), in which each container has a group
/// named by its id: what an engine owns can be listed. The machine's own groups are never touched,
/// but for the controllers that version 2 wants enabled from the top down. Start reading at
/// [Cgroups].
@org.jspecify.annotations.NullMarked
package io.davit.runtime.cgroup;
