/// What is there: an immutable snapshot of the engine's objects, as far as one project is
/// concerned.
@org.jspecify.annotations.NullMarked
package io.davit.planner.observed;
