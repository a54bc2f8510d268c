/// The one vocabulary for what can go wrong: a leaf that every module may use and that uses none.
///
/// A [Failure] says **what** happened, **where**, and **how to fix it**. Modules throw the most
/// specific one; the engine turns it into an HTTP status, the command line into an exit code.
/// Nobody throws a bare `RuntimeException`, nobody swallows one.
@org.jspecify.annotations.NullMarked
package io.davit.problem;
