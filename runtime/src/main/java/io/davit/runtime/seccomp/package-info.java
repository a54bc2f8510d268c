/// The filter of system calls (seccomp(2)): Docker's default profile, compiled to classic BPF.
///
/// [SeccompProfile] says what is decided for a call, [SeccompFilter] turns that into a program for
/// the kernel. Neither knows a container.
@org.jspecify.annotations.NullMarked
package io.davit.runtime.seccomp;
