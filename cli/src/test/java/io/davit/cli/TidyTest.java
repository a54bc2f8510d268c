package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of CONTRIBUTING.md that a machine can hold, over every file of the repository.
final class TidyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE_LINES = 500;
  private static final int FUNCTION_LINES = 70;
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea");

  private static final Pattern PROMISE =
      Pattern.compile("\\b(TO" + "DO\\b(?!\\(#\\d+\\))|FIX" + "ME)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern DOCUMENT = Pattern.compile("(?<![\\w/.-])docs/[\\w/-]+\\.md\\b");
  private static final Pattern DECISION = Pattern.compile("ADR-(\\d{4})");

  /// Text by path below the root, `/` between its parts.
  private static final Map<String, String> FILES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    assertThat(ROOT.resolve("CONTRIBUTING.md")).as("the repository's root").exists();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(name(directory))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              FILES.put(ROOT.relativize(file).toString(), Files.readString(file));
            } catch (MalformedInputException binary) {
              assertThat(file).as("a file that is no text").hasExtension("tar");
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static Stream<Map.Entry<String, String>> files(String suffix) {
    return FILES.entrySet().stream().filter(file -> file.getKey().endsWith(suffix));
  }

  /// Expected texts and tables of the kernel are as long as they are.
  @Test
  void aFileHoldsOneIdea() {
    assertThat(
            FILES.entrySet().stream()
                .filter(file -> !file.getKey().contains("/resources/"))
                .filter(file -> file.getValue().lines().count() > FILE_LINES)
                .map(file -> file.getKey() + " has " + file.getValue().lines().count() + " lines"))
        .as("a file of more than %d lines holds two ideas: split it by noun", FILE_LINES)
        .isEmpty();
  }

  @Test
  void aFunctionFitsOnAScreen() throws IOException {
    assertThat(longFunctions())
        .as("a function of more than %d lines: name its parts", FUNCTION_LINES)
        .isEmpty();
  }

  private static List<String> longFunctions() throws IOException {
    List<String> found = new ArrayList<>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = files(".java").map(file -> ROOT.resolve(file.getKey())).toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        LineMap lines = unit.getLineMap();
        unit.accept(
            new TreeScanner<Void, Void>() {
              @Override
              public Void visitMethod(MethodTree method, Void nothing) {
                if (method.getBody() != null) {
                  long from = positions.getStartPosition(unit, method.getBody());
                  long to = positions.getEndPosition(unit, method.getBody());
                  long count = lines.getLineNumber(to) - lines.getLineNumber(from) + 1;
                  if (count > FUNCTION_LINES) {
                    found.add(
                        "%s: %s has %d lines"
                            .formatted(unit.getSourceFile().getName(), method.getName(), count));
                  }
                }
                return super.visitMethod(method, null);
              }
            },
            null);
      }
    }
    return found;
  }

  @Test
  void whatIsLeftToDoIsAnIssue() {
    assertThat(
            FILES.entrySet().stream()
                .filter(file -> PROMISE.matcher(file.getValue()).find())
                .map(Map.Entry::getKey))
        .as("a promise in the code is banned: do it, or write an issue and name it")
        .isEmpty();
  }

  @Test
  void linksOfDocumentsLeadSomewhere() {
    List<String> broken = new ArrayList<>();
    files(".md")
        .forEach(
            file -> {
              Path document = ROOT.resolve(file.getKey());
              for (String target : found(LINK, file.getValue(), 1)) {
                if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
                  broken.add(file.getKey() + " links to " + target);
                }
              }
            });
    FILES.forEach(
        (path, text) -> {
          for (String target : found(DOCUMENT, text, 0)) {
            if (!FILES.containsKey(target)) {
              broken.add(path + " names " + target);
            }
          }
        });
    assertThat(broken).as("a document that is not there").isEmpty();
  }

  @Test
  void everyDecisionThatIsCitedExists() {
    List<String> missing = new ArrayList<>();
    FILES.forEach(
        (path, text) -> {
          for (String number : found(DECISION, text, 1)) {
            if (FILES.keySet().stream().noneMatch(f -> f.startsWith("docs/adr/" + number + "-"))) {
              missing.add(path + " cites ADR-" + number);
            }
          }
        });
    assertThat(missing).as("docs/adr has no page of that number").isEmpty();
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(group)).toList();
  }

  @Test
  void everySampleIsAScenario() {
    assertThat(
            FILES.keySet().stream()
                .filter(path -> path.matches("samples/[^/]+/compose\\.yaml"))
                .filter(path -> !isScenario(path.substring("samples/".length()))))
        .as("a sample that no scenario of its name runs: samples/shop needs ShopScenario")
        .isEmpty();
  }

  /// @param file `shop/compose.yaml`
  private static boolean isScenario(String file) {
    String name = file.substring(0, file.indexOf('/'));
    String scenario = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return FILES
        .getOrDefault("samples/src/test/java/io/davit/samples/" + scenario + "Scenario.java", "")
        .contains('"' + file + '"');
  }

  @Test
  void everyGoldenDirectoryBelongsToATest() {
    assertThat(
            FILES.keySet().stream()
                .filter(path -> path.contains("/src/test/resources/"))
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .distinct()
                .filter(directory -> !isOwned(directory)))
        .as("owned by no test of its module: name it after its test, or delete it")
        .isEmpty();
  }

  /// A test names it, by its own name or by that of an enum's constant; or it lies below a
  /// directory that is named so in a module whose tests list directories.
  private static boolean isOwned(String directory) {
    String module = directory.substring(0, directory.indexOf('/'));
    String below = directory.substring(directory.indexOf("/resources/") + "/resources/".length());
    String[] names = below.split("/", -1);
    List<String> tests =
        files(".java")
            .filter(file -> file.getKey().startsWith(module + "/src/test/"))
            .map(Map.Entry::getValue)
            .toList();
    return isNamed(names[names.length - 1], tests)
        || (isNamed(names[0], tests) && tests.stream().anyMatch(t -> t.contains("Files.list(")));
  }

  private static boolean isNamed(String name, List<String> tests) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    Pattern named = Pattern.compile("[\"/]" + Pattern.quote(name) + "[\"/]|\\b" + constant + "\\b");
    return tests.stream().anyMatch(text -> named.matcher(text).find());
  }
}
