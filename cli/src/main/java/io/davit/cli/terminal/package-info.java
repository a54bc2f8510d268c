/// The terminal and the signals of this process.
///
/// Whether a stream is a terminal is read from /proc; its size and mode are set by `stty`, because
/// only the module `kernel` may call the C library and the command line does not carry it.
@org.jspecify.annotations.NullMarked
package io.davit.cli.terminal;
