package io.davit.api;

import org.jspecify.annotations.Nullable;

/// One line of the answer of a project operation (docs/api.md): what happens to one resource, or,
/// as the last line, how the whole operation ended.
///
/// @param id `Container shop-web-1`, `Network shop_default`
/// @param parentId the resource that it is a part of
/// @param status Working, Done, Warning or Error
/// @param text `Creating`, `Created`, `Waiting`, `Healthy`
/// @param details further words, an error's text among them
/// @param result only in the last line
public record Progress(
    @Nullable String id,
    @Nullable String parentId,
    @Nullable String status,
    @Nullable String text,
    @Nullable String details,
    @Nullable Result result) {
  /// @param containerId of a `run`
  public record Result(boolean ok, @Nullable ErrorBody error, @Nullable String containerId) {}
}
