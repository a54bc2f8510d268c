/// Files by descriptor: every name is looked up below an open [Directory], so that no symbolic link
/// and no rename leads a call elsewhere.
///
/// Names are Strings and keep every byte: what is not UTF-8 survives a round trip through
/// [KernelString]. Nothing here follows a symbolic link unless its caller says so with [OpenHow].
/// All calls may block on a disk.
///
/// Start reading at [Directory].
@org.jspecify.annotations.NullMarked
package io.davit.kernel.fs;
