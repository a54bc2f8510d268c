package io.davit.executor.container;

import io.davit.network.Networks.Sandbox;
import java.util.Optional;

/// What is kept of a run under the run root: it ends with the boot.
///
/// @param id of the container
/// @param bootId of the boot that it belongs to (proc_sys_kernel(5), random/boot_id)
/// @param sandbox empty in the host's network
record RunRecord(String id, String bootId, Optional<Sandbox> sandbox) {}
