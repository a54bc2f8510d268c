package io.davit.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who asks a registry.
public sealed interface Credentials {
  /// Nobody in particular.
  record Anonymous() implements Credentials {}

  record Password(String user, String secret) implements Credentials {
    /// RFC 7617.
    String basic() {
      byte[] both = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
      return "Password[" + user + "]";
    }
  }

  /// What the registry's token server gave in place of a password.
  record IdentityToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "IdentityToken";
    }
  }
}
