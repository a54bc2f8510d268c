package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.report.ProblemText;
import io.davit.model.report.SourceLines;
import io.davit.problem.Failure;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compose files in git repositories. Git itself is told to look for `https://git.example/` in a
/// directory.
class CheckoutsTest {
  private static final String SHOP = "https://git.example/shop.git";

  @TempDir Path directory;
  private Path repository;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void publish() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "git"))),
        "git is not installed");
    repository = Files.createDirectories(directory.resolve("served/shop.git"));
    environment.putAll(
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            directory.toString(),
            "XDG_CACHE_HOME",
            directory.resolve("cache").toString(),
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "GIT_CONFIG_COUNT",
            "1",
            "GIT_CONFIG_KEY_0",
            "url.file://" + directory.resolve("served/") + "/.insteadOf",
            "GIT_CONFIG_VALUE_0",
            "https://git.example/"));
    git("init", "-q", "-b", "main");
    write("compose.yaml", "services: {web: {image: 'web:${TAG:-one}', volumes: ['./data:/d']}}");
    write("db/compose.yml", "services: {db: {image: 'db:${VERSION}', env_file: db.env}}");
    write("db/.env", "VERSION=16\n");
    write("db/db.env", "A=1\n");
    write("db/other.yaml", "services: {base: {image: base, command: run}}");
    commit();
    git("tag", "v1");
  }

  private void write(String file, String text) throws IOException {
    Path path = repository.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void commit() throws IOException, InterruptedException {
    git("add", "-A");
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a");
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private LoadRequest request() {
    return LoadRequest.in(directory, environment);
  }

  private Project including(String path) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), "include: ['%s']\n".formatted(path));
    return ProjectLoader.load(request()).project();
  }

  private String refused(String path) throws IOException {
    try {
      including(path);
    } catch (InvalidProject e) {
      return ProblemText.render(e.problems(), SourceLines.of(directory, Optional.empty()));
    }
    throw new AssertionError(path + " loads");
  }

  @Test
  void aFileOfARepositoryIsIncludedWithItsOwnDirectoryAndVariables() throws Exception {
    Service web = including(SHOP).service("web");
    String commit = git("rev-parse", "HEAD");
    Path checkout = directory.resolve("cache/davit/git").resolve(commit);
    assertThat(web.image()).isEqualTo("web:one");
    assertThat(web.volumes().toString()).contains(checkout.resolve("data").toString());
    Service db = including(SHOP + "#v1:db").service("db");
    assertThat(db.image()).isEqualTo("db:16");
    assertThat(db.process().environment()).containsEntry("A", "1");
  }

  @Test
  void aBranchIsLookedUpAnewAndACommitStays() throws Exception {
    String first = git("rev-parse", "HEAD");
    assertThat(including(SHOP + "#main").service("web").image()).isEqualTo("web:one");
    write("compose.yaml", "services: {web: {image: two}}");
    commit();
    assertThat(including(SHOP + "#main").service("web").image()).isEqualTo("two");
    assertThat(including(SHOP + "#" + first).service("web").image()).isEqualTo("web:one");
  }

  @Test
  void whatIsCheckedOutNeedsNoRepositoryAnyMore() throws Exception {
    String commit = git("rev-parse", "HEAD");
    including(SHOP + "#" + commit);
    Files.move(repository, directory.resolve("gone"));
    assertThat(including(SHOP + "#" + commit).services()).containsKey("web");
    assertThat(refused(SHOP))
        .contains("compose.yaml:1:11: error: included file: cannot read repository \"" + SHOP)
        .contains(" fix: check the address, the network and your access: git ls-remote " + SHOP);
  }

  @Test
  void aServiceExtendsOneOfARepository() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        "services: {a: {extends: {file: '%s#v1:db/other.yaml', service: base}}}".formatted(SHOP));
    assertThat(ProjectLoader.load(request()).project().service("a").image()).isEqualTo("base");
  }

  @Test
  void aFlagNamesAFileOfARepository() throws Exception {
    Files.writeString(directory.resolve(".env"), "TAG=three\n");
    var loaded = ProjectLoader.load(request().withFiles(List.of(SHOP)).withName("shop"));
    Path checkout = directory.resolve("cache/davit/git").resolve(git("rev-parse", "HEAD"));
    assertThat(loaded.project().workingDirectory()).isEqualTo(checkout);
    assertThat(loaded.project().service("web").image()).isEqualTo("web:three");
    assertThat(ProjectLoader.name(request().withFiles(List.of(SHOP + "#main:db")))).isEqualTo("db");
    assertThatThrownBy(() -> ProjectLoader.load(request().withFiles(List.of(SHOP + "#none"))))
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.describe())
                    .contains("has no branch, tag or commit \"none\"", "git ls-remote " + SHOP));
  }

  @Test
  void whatIsNotThereIsToldWhereItIsNamed() throws IOException {
    assertThat(refused(SHOP + "#none"))
        .isEqualTo(
            """
            compose.yaml:1:11: error: included file: repository "https://git.example/shop.git" has no branch, tag or commit "none"
                1 | include: ['https://git.example/shop.git#none']
                  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
             fix: see what there is: git ls-remote https://git.example/shop.git
            """);
    assertThat(refused(SHOP + "#" + "a".repeat(40))).contains("has no branch, tag or commit");
    assertThat(refused(SHOP + "#v1:web")).contains("has no compose file \"web\" at \"v1\"");
  }

  @Test
  void nothingLeadsOutOfARepository() throws Exception {
    Files.createSymbolicLink(
        repository.resolve("link.yaml"), Files.createFile(directory.resolve("outside.yaml")));
    commit();
    assertThat(refused(SHOP + "#main:../../../compose.yaml"))
        .contains("leads out of its repository");
    assertThat(refused(SHOP + "#main:link.yaml")).contains("leads out of its repository");
    assertThat(refused(SHOP + "#--upload-pack=x")).contains("is no branch, tag or commit");
  }

  /// All repositories share the cache: one that claims another's commit must not plant files there.
  @Test
  void aServerCannotGiveOtherFilesForACommitThanThoseItHas() throws Exception {
    String foreign = "b".repeat(40);
    Path lying = Files.createDirectories(directory.resolve("bin")).resolve("git");
    Files.writeString(
        lying,
        """
        #!/bin/sh
        PATH=%s
        case "$1 $*" in
          ls-remote*) printf '%s\\tHEAD\\n'; exit ;;
          fetch*%s) exit 128 ;;
        esac
        exec git "$@"
        """
            .formatted(System.getenv("PATH"), foreign, foreign));
    assertThat(lying.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", directory.resolve("bin").toString());
    assertThat(refused(SHOP))
        .contains(
            "gave " + git("rev-parse", "HEAD") + " for \"HEAD\", and had promised " + foreign);
    assertThat(directory.resolve("cache/davit/git").resolve(foreign)).doesNotExist();
  }

  @Test
  void withoutGitItSaysSo() throws IOException {
    environment.put("PATH", directory.toString());
    assertThat(refused(SHOP))
        .contains("git is not installed, and is needed to read files of a repository")
        .contains("clone the repository with another tool");
    environment.put("COMPOSE_EXPERIMENTAL_GIT_REMOTE", "false");
    assertThat(refused(SHOP)).contains("disabled by COMPOSE_EXPERIMENTAL_GIT_REMOTE");
  }

  @Test
  void whatIsAReferenceAndWhatAPath() throws RemoteFault {
    assertThat(GitReference.of("git@host.example:a/b#main:sub"))
        .isEqualTo(new GitReference("git@host.example:a/b", "main", "", "sub"));
    assertThat(GitReference.of("ssh://git@host.example:22/a"))
        .isEqualTo(new GitReference("ssh://git@host.example:22/a", "HEAD", "", ""));
    assertThat(GitReference.of("git://host.example/a#:sub"))
        .isEqualTo(new GitReference("git://host.example/a", "HEAD", "", "sub"));
    assertThat(GitReference.of("github.com/a/b"))
        .isEqualTo(new GitReference("https://github.com/a/b", "HEAD", "", ""));
    assertThat(
            Stream.of(
                    "a.yaml",
                    "./a.git",
                    "-o@host.example:a",
                    "https://host.example/a.yaml",
                    "https://host.example/a?x=.git",
                    "C:\\a",
                    "file:///a.git")
                .filter(GitReference::is))
        .isEmpty();
  }

  /// BuildKit's form, which Docker Compose reads with its parser.
  @Test
  void aQueryAsksForARefToo() throws Exception {
    assertThat(including(SHOP + "?ref=v1&subdir=db").service("db").image()).isEqualTo("db:16");
    assertThat(including(SHOP + "?tag=v1").services()).containsKey("web");
    String commit = git("rev-parse", "HEAD");
    assertThat(including(SHOP + "?branch=main&commit=" + commit).services()).containsKey("web");
    assertThat(GitReference.of(SHOP + "?branch=a%2Fb#:db"))
        .isEqualTo(new GitReference(SHOP, "refs/heads/a/b", "", "db"));
    assertThat(GitReference.of(SHOP + "?checksum=abc"))
        .isEqualTo(new GitReference(SHOP, "abc", "abc", ""));
    assertThat(refused(SHOP + "?branch=main&commit=" + "a".repeat(40)))
        .contains("is " + commit + ", not " + "a".repeat(40));
    assertThat(refused(SHOP + "?tag=v1&branch=main"))
        .contains("it asks for both \"refs/tags/v1\" and \"refs/heads/main\"");
    assertThat(refused(SHOP + "?ref=v1#main")).contains("it asks for both \"main\" and \"v1\"");
    assertThat(refused(SHOP + "?reff=v1"))
        .contains("\"reff=v1\" cannot be asked of a repository")
        .contains(
            "write URL#REF:PATH or URL?ref=REF&subdir=PATH; others are tag, branch and commit");
    assertThat(refused(SHOP + "?ref=v1&ref=v1")).contains("cannot be asked of a repository");
  }
}
