/// Talks netlink (RFC 3549, netlink(7)): links, addresses and routes over rtnetlink.
///
/// A [Request] is built as bytes, a [NetlinkSession] sends it and reads the kernel's answers over a
/// [NetlinkTransport]; so every message can be tested byte for byte without root. [RouteSession] is
/// what others use. Errors carry the kernel's own explanation (extended acknowledgements).
///
/// Numbers are little-endian: both architectures that Davit runs on are.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.netlink;
