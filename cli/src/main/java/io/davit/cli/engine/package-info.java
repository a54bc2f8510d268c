/// The client of the engine: HTTP/1.1 over a Unix socket, and the start of an absent engine.
///
/// Written by hand because a start of the command line is measured in milliseconds: one socket, one
/// exchange each, no connection pool. Start reading at [EngineClient]. It knows nothing of compose
/// files and prints nothing.
@org.jspecify.annotations.NullMarked
package io.davit.cli.engine;
