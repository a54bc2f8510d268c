/// Decides what an operation does: a declared project and an observed reality become a
/// [io.davit.planner.plan.Plan].
///
/// Pure: it touches no file, clock, thread, socket or randomness, never changes its inputs, and
/// never asks the user. Words: a *replica* is the n-th container that a service shall have; a
/// *container* is one that exists; *desired* is what was declared, *observed* what is there; an
/// *orphan* belongs to the project and to none of its services; a *one-off* was made by `run`.
/// Start reading at [Planner].
@org.jspecify.annotations.NullMarked
package io.davit.planner;
