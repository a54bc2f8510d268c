package io.davit.model.schema;

/// IP addresses as text. Nothing is looked up.
public final class Addresses {
  private Addresses() {}

  public static boolean isAddress(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  public static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !allDigits(part, 10)) {
        return false;
      }
      if (Integer.parseInt(part) > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
        return false;
      }
    }
    return true;
  }

  public static boolean isIpv6(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    int gap = address.indexOf("::");
    if (gap != address.lastIndexOf("::") || address.indexOf(':') < 0) {
      return false;
    }
    if (gap < 0) {
      return groups(address) == 8;
    }
    int before = groups(address.substring(0, gap));
    int after = groups(address.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /// `10.1.0.0/16` and the like.
  public static boolean isSubnet(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !allDigits(text.substring(slash + 1), 10) || text.length() - slash > 4) {
      return false;
    }
    String address = text.substring(0, slash);
    int bits = Integer.parseInt(text.substring(slash + 1));
    return isIpv4(address) ? bits <= 32 : isIpv6(address) && bits <= 128;
  }

  public static boolean isMac(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 6) {
      return false;
    }
    for (String part : parts) {
      if (part.length() != 2 || !allDigits(part, 16)) {
        return false;
      }
    }
    return true;
  }

  /// How many groups of 16 bits; -1 when one is malformed.
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && isIpv4(parts[i])) {
        groups += 2;
      } else if (parts[i].isEmpty() || parts[i].length() > 4 || !allDigits(parts[i], 16)) {
        return -1;
      } else {
        groups++;
      }
    }
    return groups;
  }

  private static boolean allDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
