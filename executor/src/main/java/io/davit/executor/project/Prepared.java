package io.davit.executor.project;

import io.davit.planner.Operation;
import io.davit.planner.observed.ObservedState;
import io.davit.planner.plan.Plan;

/// An operation that is ready to be carried out.
record Prepared(Declaration declaration, Operation operation, ObservedState observed, Plan plan) {}
