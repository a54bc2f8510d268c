package io.davit.api;

import com.google.gson.annotations.SerializedName;
import java.util.Map;

/// An element of `GET /networks`, and the body of `GET /networks/ID`.
///
/// @param containers by id; filled only when one network is inspected
public record NetworkInspect(
    String name,
    String id,
    String created,
    String scope,
    String driver,
    @SerializedName("EnableIPv4") boolean enableIpv4,
    @SerializedName("EnableIPv6") boolean enableIpv6,
    @SerializedName("IPAM") NetworkCreate.Ipam ipam,
    boolean internal,
    boolean attachable,
    boolean ingress,
    Map<String, Member> containers,
    Map<String, String> options,
    Map<String, String> labels) {
  /// @param ipv4Address with the prefix's length
  public record Member(
      String name,
      @SerializedName("EndpointID") String endpointId,
      String macAddress,
      @SerializedName("IPv4Address") String ipv4Address,
      @SerializedName("IPv6Address") String ipv6Address) {}
}
