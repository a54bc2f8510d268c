/// Where the time of an operation goes, for `up --trace FILE`.
///
/// A [Trace] belongs to one operation and is carried by a scope: code that does something worth a
/// bar in the picture opens a [Trace.Span] and need not know whether anybody records it.
@org.jspecify.annotations.NullMarked
package io.davit.executor.trace;
