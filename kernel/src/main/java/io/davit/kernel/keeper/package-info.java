/// The interpreter of [io.davit.kernel.program.Program]s as a process: a static executable that is
/// written here, byte by byte, and spawned from memory.
///
/// [Report] is what it says while it runs.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.keeper;
