package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same probe inside Docker's default container (recorded: docker.rows, Docker Engine 26.1) and
/// inside ours: no row of ours is weaker.
@Tag("kernel")
@Timeout(900)
final class ProbeTest {
  private static final String ABSENT = "absent";

  /// Allowed by Docker's profile since Engine 28, and by ours: uretprobe, statmount, listmount,
  /// mseal and the four xattrat calls. The recorded engine's libseccomp is too old to know them.
  private static final Set<String> IN_NEWER_PROFILES =
      Set.of(
          "number 457",
          "number 458",
          "number 462",
          "number 463",
          "number 464",
          "number 465",
          "number 466");

  @TempDir Path directory;

  @Test
  void noRowIsWeakerThanDockers() throws Exception {
    assumeTrue(PerlImage.isThere(), "the probe needs Debian's perl");
    Map<String, String> ours = new LinkedHashMap<>();
    try (Sandbox sandbox = new Sandbox(directory)) {
      Specs specs = sandbox.specs().command("perl", "/probe");
      PerlImage.addTo(sandbox.image);
      rows(sandbox.run(specs).output().lines(), ours);
    }
    Files.writeString(Path.of("target/davit.rows"), text(ours));
    Map<String, String> dockers = new LinkedHashMap<>();
    try (var recorded = ProbeTest.class.getResourceAsStream("docker.rows")) {
      rows(
          new String(
                  Objects.requireNonNull(recorded).readAllBytes(),
                  java.nio.charset.StandardCharsets.UTF_8)
              .lines(),
          dockers);
    }
    for (String space : List.of("cgroup", "ipc", "mnt", "pid", "uts")) {
      String hosts = Files.readSymbolicLink(Path.of("/proc/self/ns/" + space)).toString();
      assertThat(ours.get("namespace " + space)).startsWith(space + ":[").isNotEqualTo(hosts);
    }
    assertThat(ours).containsKey("call keyctl(session keyring)").hasSizeGreaterThan(500);
    List<String> weaker = new ArrayList<>();
    ours.forEach(
        (row, value) -> {
          String dockersValue = dockers.getOrDefault(row, ABSENT);
          if (weaker(row, value, dockersValue)) {
            weaker.add(row + ": " + value + ", Docker: " + dockersValue);
          }
        });
    assertThat(weaker).isEmpty();
  }

  private static boolean weaker(String row, String ours, String dockers) {
    return switch (row.substring(0, Math.max(0, row.indexOf(' ')))) {
      case "capabilities" -> !words(dockers).containsAll(words(ours));
      case "mount" -> ours.contains("propagates") || lacksFlags(row, ours, dockers);
      case "hidden" -> ours.equals("visible") && !dockers.equals("visible");
      case "write" -> ours.equals("writable") && !dockers.equals("writable");
      case "device" -> !ours.equals(dockers) && !ours.startsWith("link to ");
      case "open" -> ours.equals("opened") && !dockers.equals("opened");
      case "call" -> ours.equals("allowed") && !dockers.equals("allowed");
      case "number" ->
          ours.equals("passes") && !dockers.equals("passes") && !IN_NEWER_PROFILES.contains(row);
      case "seccomp", "user", "supplementary" -> !ours.equals(dockers);
      case "visible" -> Integer.parseInt(ours) > Integer.parseInt(dockers);
      default -> false;
    };
  }

  /// A mount of ours must have what Docker's has. What Docker has not mounted there must be one
  /// that hides something, or a file of the kernel that cannot be written.
  private static boolean lacksFlags(String row, String ours, String dockers) {
    List<String> expected =
        dockers.equals(ABSENT) ? List.of("ro") : words(dockers).stream().skip(1).toList();
    boolean isMask = ours.startsWith("tmpfs nosuid") && row.startsWith("mount /proc/");
    return !isMask && !words(ours).containsAll(expected);
  }

  private static List<String> words(String value) {
    return List.of(value.split(" ", -1));
  }

  private static String text(Map<String, String> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach((row, value) -> text.append(row).append('\t').append(value).append('\n'));
    return text.toString();
  }

  private static void rows(Stream<String> lines, Map<String, String> into) {
    lines.forEach(
        line -> {
          int tab = line.indexOf('\t');
          into.put(tab < 0 ? line : line.substring(0, tab), tab < 0 ? "" : line.substring(tab + 1));
        });
  }
}
