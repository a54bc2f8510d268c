/// Network namespaces (network_namespaces(7)): made, pinned by a bind mount, entered by threads
/// that end with their task.
///
/// A thread that changed its namespace never returns to a pool, and a virtual thread never changes
/// its carrier's: [NetworkNamespace] starts a fresh platform thread for every task. Sockets belong
/// to the namespace in which they were opened, whichever thread uses them later, so tasks are
/// short: open, and return what was opened.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.netns;
