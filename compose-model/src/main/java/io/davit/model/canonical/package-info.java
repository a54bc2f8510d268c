/// The canonical form of a project: one way to say each thing, in the words of the compose file.
///
/// The command line sends it to the engine, the engine keeps it, the planner hashes and compares
/// it, and `config` shows it. [CanonicalForm] is the door.
@org.jspecify.annotations.NullMarked
package io.davit.model.canonical;
