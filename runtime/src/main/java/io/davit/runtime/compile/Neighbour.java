package io.davit.runtime.compile;

import io.davit.kernel.program.Operand;

/// The first process of a container whose namespaces another one joins.
///
/// @param pidfd as the program knows it
/// @param pid the engine's number of it; it is not another's while the pidfd can be entered
record Neighbour(Operand pidfd, int pid) {}
