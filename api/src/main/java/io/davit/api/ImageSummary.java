package io.davit.api;

import java.util.List;
import java.util.Map;

/// An element of `GET /images/json`.
///
/// @param created seconds since 1970
/// @param containers how many use it
public record ImageSummary(
    String id,
    String parentId,
    List<String> repoTags,
    List<String> repoDigests,
    long created,
    long size,
    long sharedSize,
    long virtualSize,
    Map<String, String> labels,
    int containers) {}
