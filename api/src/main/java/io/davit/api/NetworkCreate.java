package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /networks/create`.
public record NetworkCreate(
    @Nullable String name,
    @Nullable String driver,
    @Nullable Boolean internal,
    @Nullable Boolean attachable,
    @Nullable Boolean ingress,
    @SerializedName("EnableIPv6") @Nullable Boolean enableIpv6,
    @SerializedName("IPAM") @Nullable Ipam ipam,
    @Nullable Map<String, String> options,
    @Nullable Map<String, String> labels) {
  public record Ipam(@Nullable String driver, @Nullable List<IpamPool> config) {}

  public record IpamPool(
      @Nullable String subnet,
      @SerializedName("IPRange") @Nullable String ipRange,
      @Nullable String gateway) {}
}
