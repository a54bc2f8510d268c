/// The engine's HTTP server: Docker's Engine API and Davit's `/projects` (docs/api.md) on a Unix
/// socket.
///
/// Vert.x's event loop only parses and writes: every request is answered by straight-line code on a
/// virtual thread of its own, through an [Exchange]. Nothing here decides anything: a route calls
/// one room of the engine and renders the answer. Start reading at [EngineServer].
@org.jspecify.annotations.NullMarked
package io.davit.executor.server;
