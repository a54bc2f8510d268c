package io.davit.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names of kernel objects, as functions of ids and of the engine's instance: so what exists
/// can be listed, and what nobody owns can be removed.
///
/// @param instance hexadecimal digits; the first four are used in names of links, which have at
///   most 15 characters
record Names(String instance) {
  private static final int INSTANCE_DIGITS = 4;
  private static final int ID_DIGITS = 8;

  Names {
    if (!instance.matches("[0-9a-f]{4,}")) {
      throw new IllegalArgumentException("an instance is four or more hexadecimal digits");
    }
  }

  /// `dv` + instance + network: 14 characters.
  String bridge(String networkId) {
    return bridgePrefix() + networkId.substring(0, ID_DIGITS);
  }

  /// The host's end of an endpoint's veth pair.
  String veth(String endpointId) {
    return vethPrefix() + endpointId.substring(0, ID_DIGITS);
  }

  String bridgePrefix() {
    return "dv" + shortInstance();
  }

  String vethPrefix() {
    return "dh" + shortInstance();
  }

  /// Our table of nftables on the host.
  String table() {
    return "davit-" + shortInstance();
  }

  /// Our chain among those of the `iptables` command.
  String iptablesChain() {
    return "DAVIT-" + shortInstance();
  }

  /// 64 hexadecimal digits that follow from the sandbox and the network.
  static String endpointId(String sandboxId, String networkId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(
              digest.digest((sandboxId + " " + networkId).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// A unicast, locally administered address that follows from the IPv4 address: who takes over an
  /// address is found at once, whatever neighbours have cached.
  static String mac(int address) {
    byte[] bytes = Cidr.bytes(address);
    return "02:42:" + HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  private String shortInstance() {
    return instance.substring(0, INSTANCE_DIGITS);
  }
}
