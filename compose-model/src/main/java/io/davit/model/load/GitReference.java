package io.davit.model.load;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A compose file in a git repository, written `URL#REF:PATH` or `URL?ref=REF&subdir=PATH`
/// (compose-spec 14-include.md): what Docker Compose takes for one. An `http` address is one only
/// when it ends with `.git`.
///
/// @param remote what git clones
/// @param ref a branch, a tag or a commit; `HEAD` when none is written
/// @param commit what the ref must lead to; empty where anything will do
/// @param path of the file, or of a directory with one of the usual names; may be empty
record GitReference(String remote, String ref, String commit, String path) {
  private static final Pattern WEB = Pattern.compile("(?i)https?://[^#?]+\\.git");
  private static final Pattern OTHER = Pattern.compile("(?i)(git|ssh)://[^#?]+");
  private static final Pattern SECURE_COPY = Pattern.compile("\\w[\\w-]*@\\w[\\w.-]*:[^#?]*");
  private static final String GITHUB = "github.com/";
  private static final String FORMS = "write URL#REF:PATH or URL?ref=REF&subdir=PATH";

  private static final Set<String> QUESTIONS =
      Set.of("ref", "tag", "branch", "commit", "checksum", "subdir");

  /// What only builds ask for.
  private static final Set<String> OF_BUILDS = Set.of("keep-git-dir", "submodules");

  /// Whether a text is one.
  static boolean is(String text) {
    String address = address(text);
    return address.startsWith(GITHUB)
        || Stream.of(WEB, OTHER, SECURE_COPY).anyMatch(form -> form.matcher(address).matches());
  }

  /// @param text [#is] one
  /// @throws RemoteFault when it contradicts itself
  static GitReference of(String text) throws RemoteFault {
    String address = address(text);
    int hash = text.indexOf('#');
    String query = hash < 0 ? text : text.substring(0, hash);
    Query asked = Query.of(query.substring(address.length()));
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    int colon = fragment.indexOf(':');
    String commit = one(asked.get("commit"), asked.get("checksum"));
    String ref =
        one(
            colon < 0 ? fragment : fragment.substring(0, colon),
            asked.get("ref"),
            below("refs/tags/", asked.get("tag")),
            below("refs/heads/", asked.get("branch")));
    String named = ref.isEmpty() ? commit : ref;
    return new GitReference(
        address.startsWith(GITHUB) ? "https://" + address : address,
        named.isEmpty() ? "HEAD" : named,
        commit,
        one(colon < 0 ? "" : fragment.substring(colon + 1), asked.get("subdir")));
  }

  private static String address(String text) {
    return text.split("[#?]", 2)[0];
  }

  private static String below(String prefix, String name) {
    return name.isEmpty() || name.startsWith(prefix) ? name : prefix + name;
  }

  /// The one that is not empty.
  private static String one(String... values) throws RemoteFault {
    String[] said =
        Stream.of(values).filter(text -> !text.isEmpty()).distinct().toArray(String[]::new);
    if (said.length > 1) {
      throw new RemoteFault(
          "it asks for both \"%s\" and \"%s\"".formatted(said[0], said[1]), FORMS);
    }
    return said.length == 0 ? "" : said[0];
  }

  boolean isCommit() {
    return ref.matches("[0-9a-f]{40}");
  }

  /// What follows the question mark.
  private record Query(Map<String, String> fields) {
    /// @param text with its question mark, or empty
    static Query of(String text) throws RemoteFault {
      Map<String, String> fields = new HashMap<>();
      for (String field : text.isEmpty() ? new String[0] : text.substring(1).split("&", -1)) {
        int equals = field.indexOf('=');
        String name = equals < 0 ? field : field.substring(0, equals);
        String value = equals < 0 ? "" : field.substring(equals + 1);
        if (OF_BUILDS.contains(name)) {
          continue;
        }
        if (value.isEmpty() || !QUESTIONS.contains(name) || fields.containsKey(name)) {
          throw new RemoteFault(
              "\"%s\" cannot be asked of a repository".formatted(field),
              FORMS + "; others are tag, branch and commit, each once");
        }
        fields.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
      return new Query(fields);
    }

    /// Empty where it is not asked for.
    String get(String name) {
      return fields.getOrDefault(name, "");
    }
  }
}
