package io.davit.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// What help says of each command, in a sentence.
final class CommandWords {
  private CommandWords() {}

  /// Headings of the help text, and the commands below each.
  static Map<String, Map<String, String>> sections() {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    sections.put("Raise and lower", raise());
    sections.put("Work with services", work());
    sections.put("Look", look());
    sections.put("The engine's own objects", objects());
    sections.put("Other", other());
    return sections;
  }

  private static Map<String, String> raise() {
    return words(
        "up", "Create and start what the compose file declares, and show its output",
        "down", "Stop and remove it all",
        "plan", "Print what up would do and why; exits 2 when there is something to do",
        "create", "Create containers without starting them",
        "start", "Start containers that exist",
        "stop", "Stop containers",
        "restart", "Stop and start containers",
        "kill", "Send a signal to containers",
        "pause", "Freeze containers",
        "unpause", "Thaw containers",
        "rm", "Remove stopped containers",
        "scale", "Set how many containers a service has");
  }

  private static Map<String, String> work() {
    return words(
        "exec", "Run a command in a service's container",
        "run", "Run a command in a new container of a service",
        "logs", "Show output of containers, merged by time",
        "events", "Show what happens as it happens",
        "wait", "Wait for containers to end");
  }

  private static Map<String, String> look() {
    return words(
        "ps", "List containers",
        "ls", "List projects",
        "config", "Print the compose files merged and in full",
        "env", "explain: say where a variable of a service has its value from",
        "images", "List the images that containers use",
        "port", "Print where a port is published",
        "top", "Show processes",
        "version", "Print versions");
  }

  private static Map<String, String> objects() {
    return words(
        "container", "ls, inspect, rm, logs",
        "image", "ls, inspect, rm, tag, load, import",
        "network", "ls, inspect, rm",
        "volume", "ls, inspect, rm",
        "system", "status, stop, info",
        "daemon", "Run the engine in the foreground");
  }

  private static Map<String, String> other() {
    return words(
        "completion", "Print a completion script for bash, zsh or fish",
        "help", "Help about a command");
  }

  /// The commands of a group with a sentence each.
  static Map<String, String> group(String name) {
    return switch (name) {
      case "env" -> words("explain", "Say where a variable of a service has its value from");
      case "container" ->
          words(
              "ls", "List containers",
              "inspect", "Show everything about containers as JSON",
              "rm", "Remove containers",
              "logs", "Show a container's output");
      case "image" ->
          words(
              "ls", "List images",
              "inspect", "Show everything about images as JSON",
              "rm", "Remove names of images, and images without a name",
              "tag", "Give an image one more name",
              "load", "Load images from an archive (docker save, or an OCI layout)",
              "import", "Make an image of a root file system, a tar or a folder");
      case "network" ->
          words(
              "ls", "List networks",
              "inspect", "Show everything about networks as JSON",
              "rm", "Remove networks");
      case "volume" ->
          words(
              "ls", "List volumes",
              "inspect", "Show everything about volumes as JSON",
              "rm", "Remove volumes and their data");
      default ->
          words(
              "status", "Say whether the engine runs, and where",
              "stop", "Stop the engine; containers go on",
              "info", "Show what the engine and its kernel are");
    };
  }

  private static Map<String, String> words(String... pairs) {
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      words.put(pairs[i], pairs[i + 1]);
    }
    return words;
  }
}
