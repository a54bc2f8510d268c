/// What the command line and the engine say to each other: records of JSON bodies, nothing else.
///
/// Names and shapes are Docker's Engine API for Docker's resources (version 1.51), and Davit's own
/// for `/projects` (docs/api.md). A component is null where the other side left it out. [Json]
/// reads and writes them.
@org.jspecify.annotations.NullMarked
package io.davit.api;
