/// Records on disk: one JSON file per object, replaced whole.
///
/// A record is written to a temporary file, made durable, and renamed over the old one: a reader
/// sees the old record or the new one, whatever happens at whatever moment. Start reading at
/// [RecordStore].
@org.jspecify.annotations.NullMarked
package io.davit.executor.store;
