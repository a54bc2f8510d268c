package io.davit.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /volumes/create`.
public record VolumeCreate(
    @Nullable String name,
    @Nullable String driver,
    @Nullable Map<String, String> driverOpts,
    @Nullable Map<String, String> labels) {}
