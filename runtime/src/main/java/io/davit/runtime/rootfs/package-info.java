/// The files of a container's root, read by the engine: always confined to the root, whatever links
/// an image or a running container puts there.
///
/// Start reading at [RootFiles].
@org.jspecify.annotations.NullMarked
package io.davit.runtime.rootfs;
