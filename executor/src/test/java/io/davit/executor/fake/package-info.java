/// Second implementations of the rooms below the engine, in memory: for tests that need no kernel.
@org.jspecify.annotations.NullMarked
package io.davit.executor.fake;
