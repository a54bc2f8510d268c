/// The command line: parses arguments, asks the engine, renders its answers, and exits with
/// Compose's codes.
///
/// A start costs as little as it can: [Davit] looks at the arguments up to the subcommand, then
/// only that subcommand is built ([Commands]); compose files are read only by commands that need
/// them. It must not know the engine's inside: it talks to it over its socket, through
/// [io.davit.cli.engine.EngineClient]. `command` holds Compose's commands, `object` those for the
/// engine's own objects.
@org.jspecify.annotations.NullMarked
package io.davit.cli;
