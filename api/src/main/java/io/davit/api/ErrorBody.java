package io.davit.api;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/// Body of every answer of status 400 and above: Docker's `message`, and Davit's `fix`.
///
/// @param kind the failure's class: `Conflict`
/// @param exitCode that of a command that cannot be executed: 127 or 126
public record ErrorBody(
    @SerializedName("message") String message,
    @SerializedName("where") @Nullable String where,
    @SerializedName("fix") @Nullable String fix,
    @SerializedName("kind") @Nullable String kind,
    @SerializedName("exitCode") @Nullable Integer exitCode) {}
