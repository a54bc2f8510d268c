package io.davit.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the kernel holds, as the kernel and the distribution's own tools tell it: the judge of
/// whether anything was left behind.
record Machine(
    Set<String> mounts,
    Set<String> links,
    Set<String> tables,
    Set<String> cgroups,
    Set<String> keepers) {
  static Machine observe() {
    return new Machine(
        observeMounts(), observeLinks(), observeTables(), observeCgroups(), observeKeepers());
  }

  /// What is there now and was not there then, each with its kind.
  Set<String> added() {
    Machine now = observe();
    Set<String> added = new TreeSet<>();
    add(added, "mount", now.mounts, mounts);
    add(added, "link", now.links, links);
    add(added, "table", now.tables, tables);
    add(added, "cgroup", now.cgroups, cgroups);
    add(added, "keeper", now.keepers, keepers);
    return added;
  }

  private static void add(Set<String> added, String kind, Set<String> now, Set<String> then) {
    now.stream().filter(name -> !then.contains(name)).forEach(name -> added.add(kind + " " + name));
  }

  private static Set<String> observeMounts() {
    return lines(Path.of("/proc/self/mountinfo"))
        .map(line -> line.split(" ", -1)[4])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> observeLinks() {
    return lines(Path.of("/proc/net/dev"))
        .filter(line -> line.contains(":"))
        .map(line -> line.substring(0, line.indexOf(':')).strip())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> observeTables() {
    return output("nft", "list", "tables").lines().collect(Collectors.toCollection(TreeSet::new));
  }

  /// Every cgroup of every hierarchy.
  private static Set<String> observeCgroups() {
    try (Stream<Path> all = Files.walk(Path.of("/sys/fs/cgroup"))) {
      return all.filter(Files::isDirectory)
          .map(Path::toString)
          .filter(name -> name.contains("davit"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Pids of keepers: they run from a memory file of that name.
  private static Set<String> observeKeepers() {
    Set<String> found = new TreeSet<>();
    for (String pid : names(Path.of("/proc"))) {
      if (Character.isDigit(pid.charAt(0))) {
        try {
          if (Files.readSymbolicLink(Path.of("/proc", pid, "exe"))
              .toString()
              .startsWith("/memfd:davit-keeper")) {
            found.add(pid);
          }
        } catch (IOException gone) {
          // a kernel thread, or it has ended
        }
      }
    }
    return found;
  }

  private static Set<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
