/// The one door to the Linux kernel: the only user of `java.lang.foreign`.
///
/// Everything here keeps the kernel's names and cites the man page; nothing here knows a container,
/// an image or a network. [Syscall] makes the call and returns the result or throws
/// [ErrnoException]; the packages below give the calls meaning, one per subject.
///
/// Start reading at [SystemCall], then [Syscall].
@org.jspecify.annotations.NullMarked
package io.davit.kernel;
