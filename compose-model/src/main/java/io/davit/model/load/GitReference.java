package io.davit.model.load;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A compose file in a git repository, written `URL#REF:PATH` (compose-spec 14-include.md): what
/// Docker Compose takes for one. An `http` address is one only when it ends with `.git`.
///
/// @param remote what git clones
/// @param ref a branch, a tag or a commit; `HEAD` when none is written
/// @param path of the file, or of a directory with one of the usual names; may be empty
record GitReference(String remote, String ref, String path) {
  private static final Pattern WEB = Pattern.compile("(?i)https?://[^#?]+\\.git");
  private static final Pattern OTHER = Pattern.compile("(?i)(git|ssh)://[^#]+");
  private static final Pattern SECURE_COPY = Pattern.compile("\\w[\\w-]*@\\w[\\w.-]*:[^#]*");
  private static final String GITHUB = "github.com/";

  static Optional<GitReference> parse(String text) {
    int hash = text.indexOf('#');
    String address = hash < 0 ? text : text.substring(0, hash);
    boolean remote =
        Stream.of(WEB, OTHER, SECURE_COPY).anyMatch(form -> form.matcher(address).matches());
    if (!remote && !address.startsWith(GITHUB)) {
      return Optional.empty();
    }
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    int colon = fragment.indexOf(':');
    String ref = colon < 0 ? fragment : fragment.substring(0, colon);
    return Optional.of(
        new GitReference(
            remote ? address : "https://" + address,
            ref.isEmpty() ? "HEAD" : ref,
            colon < 0 ? "" : fragment.substring(colon + 1)));
  }

  boolean isCommit() {
    return ref.matches("[0-9a-f]{40}");
  }
}
