package io.davit.runtime;

import java.nio.file.Path;

/// A device node of the host inside the container.
///
/// @param permissions of `r`, `w` and `m`
public record DeviceSpec(Path source, String target, String permissions) {}
