package io.davit.runtime;

/// A further process in a running container: it joins the container's cgroup and namespaces and is
/// as confined as the first one.
///
/// @param privileged with all capabilities and without the seccomp filter
/// @param captureOutput whether output is delivered; else it goes to /dev/null
public record ExecSpec(
    String execId, ProcessSpec process, boolean privileged, boolean captureOutput) {}
