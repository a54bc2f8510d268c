/// Processes by descriptor: a [Pidfd] means one process for ever, whatever becomes of its number.
///
/// Start reading at [Pidfd]; [LockHolder] finds a process by a lock that it holds, [ProcessStatus]
/// reads what /proc says of one.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.process;
