/// Turns a canonical tree into the records of [io.davit.model.Project]. The tree is known to be
/// well formed, so nothing is checked here but what the environment decides.
@org.jspecify.annotations.NullMarked
package io.davit.model.bind;
