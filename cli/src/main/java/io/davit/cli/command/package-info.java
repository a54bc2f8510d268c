/// Compose's commands: one class each, or one for a family that differs in a word.
///
/// A command reads its flags from its [io.davit.cli.Call], sends one or more requests and renders
/// the answers. Flags, their contradictions and exit codes are those of Docker Compose.
/// [ProjectOperation] is what most of them have in common.
@org.jspecify.annotations.NullMarked
package io.davit.cli.command;
