/// What will be done: a [Plan] of [Action]s, each with its [Cause]. Values only: they know what to
/// do, never how, and never whether it should be done.
@org.jspecify.annotations.NullMarked
package io.davit.planner.plan;
