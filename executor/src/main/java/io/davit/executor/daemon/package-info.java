/// The engine as a process: it reads its arguments, makes sure that it is alone and that the kernel
/// can do what it needs, puts the rooms together, and ends without touching a container. Start
/// reading at [Daemon].
@org.jspecify.annotations.NullMarked
package io.davit.executor.daemon;
