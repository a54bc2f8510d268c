/// One thread that waits for everything: processes that end, pipes and terminals that can be read
/// or written.
///
/// Start reading at [EventLoop]; [Pipes] moves bytes without blocking it.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.event;
