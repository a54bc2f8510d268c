package io.davit.registry;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.Optional;
import java.util.regex.Pattern;

/// A name of an image, as the distribution project's grammar has it:
/// `[domain/]path[:tag][@digest]`.
///
/// What users leave out is filled in: `nginx` is `docker.io/library/nginx:latest`. The familiar
/// form leaves it out again.
///
/// @param domain `docker.io`, `registry:5000`
/// @param path `library/nginx`
/// @param tag absent only when there is a digest
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<String> digest) {
  public static final String DEFAULT_DOMAIN = "docker.io";
  public static final String DEFAULT_TAG = "latest";

  private static final String DEFAULT_PREFIX = DEFAULT_DOMAIN + "/";
  private static final String OFFICIAL = "library/";
  private static final int MAX_NAME = 255;

  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
              + "(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?"
              + "|\\[[a-fA-F0-9:]+](?::[0-9]+)?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
  private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");

  /// @throws InvalidInput for what is no reference
  public static ImageReference parse(String text) {
    String rest = text;
    Optional<String> digest = Optional.empty();
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(rest.substring(at + 1));
      rest = rest.substring(0, at);
      require(DIGEST, digest.get(), text, "its digest is not of the form sha256:HEX");
    }
    Optional<String> tag = Optional.empty();
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
      require(TAG, tag.get(), text, "its tag is not of the form [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    }
    if (ID.matcher(rest).matches()) {
      throw invalid(text, "64 hexadecimal digits are an image's id, not its name");
    }
    int slash = rest.indexOf('/');
    boolean hasDomain = slash > 0 && isDomain(rest.substring(0, slash));
    String domain = hasDomain ? rest.substring(0, slash) : DEFAULT_DOMAIN;
    String path = hasDomain ? rest.substring(slash + 1) : rest;
    if (domain.equals("index.docker.io")) {
      domain = DEFAULT_DOMAIN;
    }
    if (domain.equals(DEFAULT_DOMAIN) && !path.isEmpty() && path.indexOf('/') < 0) {
      path = OFFICIAL + path;
    }
    if (hasDomain) {
      require(DOMAIN, domain, text, "its registry is no host name");
    }
    if (!path.equals(path.toLowerCase(java.util.Locale.ROOT))) {
      throw invalid(text, "its repository must be lower case");
    }
    require(PATH, path, text, "its repository is not of the form name/name, [a-z0-9._-]");
    if (domain.length() + 1 + path.length() > MAX_NAME) {
      throw invalid(text, "its name is longer than " + MAX_NAME + " characters");
    }
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of(DEFAULT_TAG);
    }
    return new ImageReference(domain, path, tag, digest);
  }

  /// Whether the text could be a reference, for callers that also take ids.
  public static Optional<ImageReference> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (InvalidInput _) {
      return Optional.empty();
    }
  }

  /// `docker.io/library/nginx`.
  public String repository() {
    return domain + "/" + path;
  }

  /// `nginx`.
  public String familiarRepository() {
    return familiar(repository());
  }

  /// `nginx:1.27@sha256:…`, with what it has of both.
  public String familiar() {
    return familiar(toString());
  }

  /// The familiar form of a full one.
  ///
  /// @param full as [#toString] writes it, with or without a tag and a digest
  public static String familiar(String full) {
    if (!full.startsWith(DEFAULT_PREFIX)) {
      return full;
    }
    int path = DEFAULT_PREFIX.length();
    int name = path + OFFICIAL.length();
    boolean official = full.startsWith(OFFICIAL, path) && full.indexOf('/', name) < 0;
    return full.substring(official ? name : path);
  }

  /// `docker.io/library/nginx:1.27`: what the index keeps.
  @Override
  public String toString() {
    return repository() + suffix();
  }

  /// The same name without its digest, `latest` when it had no tag.
  public ImageReference tagged() {
    return new ImageReference(domain, path, Optional.of(tag.orElse(DEFAULT_TAG)), Optional.empty());
  }

  private String suffix() {
    return tag.map(text -> ":" + text).orElse("") + digest.map(text -> "@" + text).orElse("");
  }

  private static boolean isDomain(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
  }

  private static void require(Pattern pattern, String part, String text, String why) {
    if (!pattern.matcher(part).matches()) {
      throw invalid(text, why);
    }
  }

  private static InvalidInput invalid(String text, String why) {
    return new InvalidInput(
        "invalid reference format: \"" + text + "\": " + why,
        new Resource("image", text),
        "write it as [REGISTRY/]NAME[:TAG][@DIGEST], for example nginx:1.27");
  }
}
