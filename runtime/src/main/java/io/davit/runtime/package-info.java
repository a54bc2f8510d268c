/// Containers as processes: a [ContainerSpec] becomes a program of system calls, the program a
/// process, and the process is watched until it ends.
///
/// It knows no image reference, no network and no compose word: it is given directories to stack, a
/// network namespace to join and files to bind. Start reading at [ContainerRuntime].
@org.jspecify.annotations.NullMarked
package io.davit.runtime;
