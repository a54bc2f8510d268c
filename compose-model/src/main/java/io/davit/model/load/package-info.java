/// Files and an environment in, a [io.davit.model.Project] out. [ProjectLoader] holds the order of
/// the steps; each step is a class here and turns one tree of nodes into the next.
///
/// The only package of this module that reads files.
@org.jspecify.annotations.NullMarked
package io.davit.model.load;
