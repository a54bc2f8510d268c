package io.davit.network;

import java.util.Optional;

/// A bridge network as wanted.
///
/// @param id 64 hexadecimal digits
/// @param name as users know it; DNS serves `container.network`
/// @param subnet IPv4 in CIDR notation, or empty to have one chosen
/// @param ipRange the part of the subnet from which addresses are given, in CIDR notation
/// @param internal without a way out
/// @param interContainer whether its containers may talk to each other (Docker's icc)
/// @param mtu 0: that of the machine's default route
public record NetworkSpec(
    String id,
    String name,
    Optional<String> subnet,
    Optional<String> ipRange,
    Optional<String> gateway,
    boolean internal,
    boolean interContainer,
    boolean masquerade,
    int mtu) {}
