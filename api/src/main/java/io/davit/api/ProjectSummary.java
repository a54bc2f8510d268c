package io.davit.api;

import java.util.List;

/// An element of `GET /projects`.
///
/// @param status `exited(1), running(2)`
public record ProjectSummary(
    String name, String status, List<String> configFiles, String workingDir) {}
