/// Networks of containers, straight over netlink: bridges, endpoints, addresses, published ports
/// and the embedded DNS.
///
/// It knows a container only as a [SandboxSpec]: a network namespace with a name. It keeps no
/// record on disk; what it is told to restore and what the kernel holds is all it knows. Start
/// reading at [Networks].
@org.jspecify.annotations.NullMarked
package io.davit.network;
