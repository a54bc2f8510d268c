/// The standard streams of processes: output from pipes and terminals into logs and to listeners,
/// input into them. All of it is driven by the one event loop.
@org.jspecify.annotations.NullMarked
package io.davit.runtime.stream;
