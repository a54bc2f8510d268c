/// What shall be there: a declared project seen as services × replicas, networks and volumes, each
/// with a hash of its declaration.
@org.jspecify.annotations.NullMarked
package io.davit.planner.desired;
