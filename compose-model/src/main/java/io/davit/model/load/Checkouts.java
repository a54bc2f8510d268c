package io.davit.model.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repositories of others, checked out by commit: a commit that is named in full and was checked
/// out before needs no network. Submodules are left out, and a link may not lead out of it.
final class Checkouts {
  private static final String DISABLED = "COMPOSE_EXPERIMENTAL_GIT_REMOTE";

  private final Caller caller;
  private final Git git;
  private final RemoteCache cache;
  private final Map<GitReference, Path> known = new HashMap<>();

  Checkouts(Caller caller) {
    this.caller = caller;
    this.git = new Git(caller.environment());
    this.cache = new RemoteCache(caller, "git");
  }

  /// The file, absolute.
  ///
  /// @throws RemoteFault when git is missing or disabled, or the repository, the ref or the file
  ///   cannot be had
  Path file(GitReference reference) throws RemoteFault {
    Path file = known.get(reference);
    if (file == null) {
      file = located(reference);
      known.put(reference, file);
    }
    return file;
  }

  private Path located(GitReference reference) throws RemoteFault {
    if (caller.denies(DISABLED)) {
      throw new RemoteFault(
          "files of git repositories are disabled by " + DISABLED,
          "unset it, or name a local file");
    }
    if (reference.ref().startsWith("-")) {
      throw new RemoteFault(
          "\"%s\" is no branch, tag or commit".formatted(reference.ref()), "write URL#REF:PATH");
    }
    String object = reference.isCommit() ? reference.ref() : resolved(reference);
    if (!object.startsWith(reference.commit())) {
      throw new RemoteFault(
          "\"%s\" of repository \"%s\" is %s, not %s"
              .formatted(reference.ref(), reference.remote(), object, reference.commit()),
          "name the commit that you trust, or leave it out");
    }
    Path checkout = cache.keep(object, making -> fetch(reference, object, making));
    try {
      return within(checkout, reference);
    } catch (IOException e) {
      throw new RemoteFault(
          "cannot read \"%s\": %s".formatted(checkout, e.getMessage()),
          "remove it: it is made again");
    }
  }

  /// The object that a branch or tag names now.
  private String resolved(GitReference reference) throws RemoteFault {
    Git.Ran ran =
        git.run(cache.directory(), "ls-remote", "--exit-code", reference.remote(), reference.ref());
    if (ran.exitCode() == 2) {
      throw noSuchRef(reference);
    }
    if (ran.exitCode() != 0) {
      throw unreachable(reference, ran);
    }
    String ref = reference.ref();
    for (String name : List.of(ref, "refs/" + ref, "refs/tags/" + ref, "refs/heads/" + ref)) {
      Optional<String> line = ran.output().lines().filter(l -> l.endsWith("\t" + name)).findFirst();
      if (line.isPresent()) {
        return line.get().substring(0, line.get().indexOf('\t'));
      }
    }
    throw noSuchRef(reference);
  }

  private void fetch(GitReference reference, String object, Path into) throws RemoteFault {
    git.run(into, "init", "-q");
    Git.Ran fetched =
        git.run(into, "fetch", "-q", "--depth=1", "--no-tags", reference.remote(), object);
    if (fetched.exitCode() != 0 && reference.isCommit()) {
      throw fetched.output().contains("not our ref")
          ? noSuchRef(reference)
          : unreachable(reference, fetched);
    }
    if (fetched.exitCode() != 0) {
      // Old servers give what a ref names, and nothing by its hash.
      fetched =
          git.run(
              into, "fetch", "-q", "--depth=1", "--no-tags", reference.remote(), reference.ref());
    }
    if (fetched.exitCode() != 0) {
      throw unreachable(reference, fetched);
    }
    // The cache is shared by all repositories: what is kept under a hash must have it, whatever a
    // server says that its refs are.
    Git.Ran got = git.run(into, "rev-parse", "FETCH_HEAD");
    if (!got.output().strip().equals(object)) {
      throw new RemoteFault(
          "repository \"%s\" gave %s for \"%s\", and had promised %s"
              .formatted(reference.remote(), got.output().strip(), reference.ref(), object),
          "try again: the branch may have moved in this moment");
    }
    Git.Ran out =
        git.run(into, "-c", "core.hooksPath=/dev/null", "checkout", "-q", "--detach", "FETCH_HEAD");
    if (out.exitCode() != 0) {
      throw unreachable(reference, out);
    }
  }

  private static RemoteFault noSuchRef(GitReference reference) {
    return new RemoteFault(
        "repository \"%s\" has no branch, tag or commit \"%s\""
            .formatted(reference.remote(), reference.ref()),
        "see what there is: git ls-remote " + reference.remote());
  }

  private static RemoteFault unreachable(GitReference reference, Git.Ran ran) {
    return new RemoteFault(
        "cannot read repository \"%s\": %s".formatted(reference.remote(), ran.reason()),
        "check the address, the network and your access: git ls-remote " + reference.remote());
  }

  private static Path within(Path checkout, GitReference reference)
      throws RemoteFault, IOException {
    Path named = checkout.resolve(reference.path()).normalize();
    Optional<Path> file =
        Files.isDirectory(named)
            ? Discovery.usualFile(named)
            : Optional.of(named).filter(Files::isRegularFile);
    if (!named.startsWith(checkout)
        || (file.isPresent() && !file.get().toRealPath().startsWith(checkout.toRealPath()))) {
      throw new RemoteFault(
          "\"%s\" leads out of its repository".formatted(reference.path()),
          "name a file of the repository");
    }
    return file.orElseThrow(
        () ->
            new RemoteFault(
                "repository \"%s\" has no compose file \"%s\" at \"%s\""
                    .formatted(reference.remote(), reference.path(), reference.ref()),
                "write URL#REF:PATH with the path of the file, or of its directory"));
  }
}
