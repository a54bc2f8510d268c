/// The two graphs of planning, and the only users of JGraphT: services that depend on each other,
/// and actions that come after each other.
@org.jspecify.annotations.NullMarked
package io.davit.planner.graph;
