/// A container's log: exactly the bytes that it printed, and when.
///
/// Bytes go from the container's FIFO to the raw file by splice(2), which takes out of the pipe
/// what it puts into the file; an index entry is appended afterwards. An engine that is killed
/// between both loses nothing and doubles nothing: the next one indexes what has no entry
/// ([LogWriter]). Start reading at [LogReader].
@org.jspecify.annotations.NullMarked
package io.davit.runtime.log;
