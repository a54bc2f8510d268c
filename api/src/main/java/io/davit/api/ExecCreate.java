package io.davit.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of `POST /containers/ID/exec`.
public record ExecCreate(
    @Nullable Boolean attachStdin,
    @Nullable Boolean attachStdout,
    @Nullable Boolean attachStderr,
    @Nullable Boolean tty,
    @Nullable String detachKeys,
    @Nullable List<String> env,
    @Nullable List<String> cmd,
    @Nullable Boolean privileged,
    @Nullable String user,
    @Nullable String workingDir) {}
