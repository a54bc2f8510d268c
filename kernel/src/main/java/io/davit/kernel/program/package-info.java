/// Programs of system calls as data: what a process shall do before (or instead of) executing a
/// command, written down in Java and run by the keeper's interpreter, in a process without a JVM.
///
/// ```java
/// var p = Program.builder();
/// Slot root = p.slot("root");
/// Label plain = p.label("plain");
/// p.call("open /srv/root", OPENAT, symbol("AT_FDCWD", -100), text("/srv/root"), value(O_PATH)).into(root);
/// p.call("enter the root", FCHDIR, slot(root));
/// p.call("mount tmpfs on run", MOUNT, text("tmpfs"), text("run"), text("tmpfs"), value(0), text("mode=755"))
///     .ignoring(Errno.ENOENT).jumpIfNegative(plain);
/// p.place(plain);
/// p.call("execute", EXECVE, text("/bin/true"), strings(List.of("true")), strings(List.of()));
/// ```
///
/// A row that fails, with an error number that it does not ignore, ends the process; its index and
/// the error number are reported, and [Program#name] says what it was about. Operands are made by
/// the functions of [Operand]; everything in memory is a [Datum]. [Program#text] is the stable form
/// for golden tests and people, [Program#encode] the one for the interpreter.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.program;
