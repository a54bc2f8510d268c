package io.davit.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of `POST /exec/ID/start`.
///
/// @param consoleSize rows and columns
public record ExecStart(
    @Nullable Boolean detach, @Nullable Boolean tty, @Nullable List<Integer> consoleSize) {}
