package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Body of `GET /images/NAME/json`.
///
/// @param created RFC 3339
public record ImageInspect(
    String id,
    List<String> repoTags,
    List<String> repoDigests,
    String parent,
    String comment,
    String created,
    String author,
    ContainerCreate config,
    String architecture,
    @Nullable String variant,
    String os,
    long size,
    long virtualSize,
    @SerializedName("RootFS") RootFs rootFs) {
  public record RootFs(String type, List<String> layers) {}
}
