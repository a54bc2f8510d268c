/// What keeps a single container well, whoever made it: restart policies and health checks, with
/// Docker's rules.
///
/// Time comes in as a [io.davit.executor.supervise.Timer] and an [java.time.InstantSource], so that
/// every rule is tested without waiting.
@org.jspecify.annotations.NullMarked
package io.davit.executor.supervise;
