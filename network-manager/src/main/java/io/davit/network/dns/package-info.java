/// The embedded name server: every sandbox on a network reaches it at 127.0.0.11 (RFC 1035, RFC
/// 6891 for EDNS).
///
/// [NameTable] knows the names of each network, [Zone] answers from it, [NameServer] is one thread
/// that serves the sockets of all sandboxes; what it does not know goes to an [Upstream] over UDP
/// ([Forwarder]) or TCP ([TcpConversation]). Start reading at [NameServer].
@org.jspecify.annotations.NullMarked
package io.davit.network.dns;
