package io.davit.model;

/// What joins the parts of the names that a project gives to its containers and built images.
public enum NameStyle {
  /// `shop-web-1`.
  HYPHENS('-'),

  /// `shop_web_1`, as Docker Compose 1 did: `--compatibility`.
  UNDERSCORES('_');

  private final char joint;

  NameStyle(char joint) {
    this.joint = joint;
  }

  public String join(String first, String... others) {
    StringBuilder name = new StringBuilder(first);
    for (String other : others) {
      name.append(joint).append(other);
    }
    return name.toString();
  }
}
