/// From a declared project to running containers: it keeps what was declared, observes what is
/// there, lets the planner decide, and carries the plan out through
/// [io.davit.executor.container.Containers].
///
/// One operation at a time for each project; an event only ever enqueues a reconcile. It knows
/// nothing of the kernel, and nothing of HTTP. Start reading at [Projects].
@org.jspecify.annotations.NullMarked
package io.davit.executor.project;
