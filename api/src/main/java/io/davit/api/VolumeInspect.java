package io.davit.api;

import java.util.Map;

/// An element of `GET /volumes`, and the body of `GET /volumes/NAME`.
public record VolumeInspect(
    String name,
    String driver,
    String mountpoint,
    String createdAt,
    Map<String, String> labels,
    String scope,
    Map<String, String> options) {}
