/// The tar format, read and written by us: POSIX pax, ustar, GNU with long names and sparse files,
/// and V7 on the way in; deterministic pax on the way out.
///
/// Our own, because a layer's extended attributes are bytes (a library that decodes them as UTF-8
/// destroys `security.capability`) and because what is read from an archive must be bounded before
/// it is kept. Start reading at [TarReader].
@org.jspecify.annotations.NullMarked
package io.davit.image.tar;
