/// The compiler: a container spec becomes the program of its first process, an exec spec that of a
/// further one. Pure: what it needs to know of the machine comes in as [Machine].
///
/// The order of rows is runc's (its libcontainer/standard_init_linux.go and rootfs_linux.go), with
/// two differences that make it simpler: everything that is mounted is made detached (fsmount(2),
/// open_tree(2)) and moved onto a descriptor, and every target is resolved inside the root by
/// openat2(2), so that no symbolic link of an image leads a mount astray.
///
/// Start reading at [ContainerCompiler].
@org.jspecify.annotations.NullMarked
package io.davit.runtime.compile;
