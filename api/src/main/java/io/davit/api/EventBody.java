package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of `GET /events`.
///
/// @param status the action, for clients of old; likewise id and from
/// @param time seconds since 1970
public record EventBody(
    @SerializedName("status") @Nullable String status,
    @SerializedName("id") @Nullable String id,
    @SerializedName("from") @Nullable String from,
    String type,
    String action,
    Actor actor,
    @SerializedName("scope") String scope,
    @SerializedName("time") long time,
    @SerializedName("timeNano") long timeNano) {
  public record Actor(@SerializedName("ID") String id, Map<String, String> attributes) {}
}
