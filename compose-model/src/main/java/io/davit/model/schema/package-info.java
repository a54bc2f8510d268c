/// What may be written in a compose file. One [Shape] per attribute says all that there is to know
/// about its syntax: which forms are accepted, what the long form is, and how an override merges.
///
/// The tables are [ProjectShape], [ServiceShape] and their parts. Nothing here refers from one part
/// of a file to another, reads a file or knows the environment.
@org.jspecify.annotations.NullMarked
package io.davit.model.schema;
