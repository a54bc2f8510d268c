package io.davit.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// `sha256:…`, the only algorithm that images use in practice.
public final class Digests {
  private static final String PREFIX = "sha256:";
  private static final Pattern FORM = Pattern.compile("sha256:[a-f0-9]{64}");

  private Digests() {}

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String finish(MessageDigest digest) {
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  public static String of(byte[] content) {
    MessageDigest digest = sha256();
    digest.update(content);
    return finish(digest);
  }

  public static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  /// The digits, which are a safe file name.
  public static String hex(String digest) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException(digest);
    }
    return digest.substring(PREFIX.length());
  }
}
