/// How each operation becomes a plan: one class for each group of operations, over one
/// [io.davit.planner.graph.PlanGraph].
@org.jspecify.annotations.NullMarked
package io.davit.planner.reconcile;
