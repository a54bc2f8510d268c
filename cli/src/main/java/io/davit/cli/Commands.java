package io.davit.cli;

import io.davit.cli.command.CompletionCommand;
import io.davit.cli.command.ConfigCommand;
import io.davit.cli.command.CreateCommand;
import io.davit.cli.command.DownCommand;
import io.davit.cli.command.EventsCommand;
import io.davit.cli.command.ExecCommand;
import io.davit.cli.command.ImagesCommand;
import io.davit.cli.command.LifecycleCommand;
import io.davit.cli.command.LogsCommand;
import io.davit.cli.command.LsCommand;
import io.davit.cli.command.PlanCommand;
import io.davit.cli.command.PortCommand;
import io.davit.cli.command.PsCommand;
import io.davit.cli.command.RmCommand;
import io.davit.cli.command.RunCommand;
import io.davit.cli.command.ScaleCommand;
import io.davit.cli.command.TopCommand;
import io.davit.cli.command.UpCommand;
import io.davit.cli.command.VersionCommand;
import io.davit.cli.command.WaitCommand;
import io.davit.cli.object.ContainerLogsCommand;
import io.davit.cli.object.ImageCommand;
import io.davit.cli.object.InspectCommand;
import io.davit.cli.object.ListCommand;
import io.davit.cli.object.ObjectKind;
import io.davit.cli.object.RemoveCommand;
import io.davit.cli.object.SystemCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names of all commands: what help says of each, and how to make it. Only the one that was
/// asked for is made.
final class Commands {
  /// What Compose has and Davit has not yet.
  private static final Set<String> NOT_YET =
      Set.of(
          "build", "pull", "push", "cp", "watch", "stats", "attach", "commit", "export", "publish",
          "volumes", "bridge", "alpha");

  private static final Set<String> GROUPS =
      Set.of("container", "image", "network", "volume", "system");

  private Commands() {}

  static boolean isNotYet(String name) {
    return NOT_YET.contains(name);
  }

  /// Whether the next argument names the command.
  static boolean isGroup(String name) {
    return GROUPS.contains(name);
  }

  /// @param name `up`, or `container ls`
  static Optional<Command> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "up" -> new UpCommand();
          case "down" -> new DownCommand();
          case "plan" -> new PlanCommand();
          case "create" -> new CreateCommand();
          case "start", "stop", "restart", "kill", "pause", "unpause" -> new LifecycleCommand(name);
          case "rm" -> new RmCommand();
          case "scale" -> new ScaleCommand();
          case "exec" -> new ExecCommand();
          case "run" -> new RunCommand();
          case "logs" -> new LogsCommand();
          case "events" -> new EventsCommand();
          case "wait" -> new WaitCommand();
          case "ps" -> new PsCommand();
          case "ls" -> new LsCommand();
          case "config", "convert" -> new ConfigCommand();
          case "images" -> new ImagesCommand();
          case "port" -> new PortCommand();
          case "top" -> new TopCommand();
          case "version" -> new VersionCommand();
          case "completion" -> new CompletionCommand();
          case "container ls" -> new ListCommand(ObjectKind.CONTAINER);
          case "container inspect" -> new InspectCommand(ObjectKind.CONTAINER);
          case "container rm" -> new RemoveCommand(ObjectKind.CONTAINER);
          case "container logs" -> new ContainerLogsCommand();
          case "image ls" -> new ListCommand(ObjectKind.IMAGE);
          case "image inspect" -> new InspectCommand(ObjectKind.IMAGE);
          case "image rm" -> new RemoveCommand(ObjectKind.IMAGE);
          case "image tag" -> new ImageCommand("tag");
          case "image load" -> new ImageCommand("load");
          case "image import" -> new ImageCommand("import");
          case "network ls" -> new ListCommand(ObjectKind.NETWORK);
          case "network inspect" -> new InspectCommand(ObjectKind.NETWORK);
          case "network rm" -> new RemoveCommand(ObjectKind.NETWORK);
          case "volume ls" -> new ListCommand(ObjectKind.VOLUME);
          case "volume inspect" -> new InspectCommand(ObjectKind.VOLUME);
          case "volume rm" -> new RemoveCommand(ObjectKind.VOLUME);
          case "system status" -> new SystemCommand("status");
          case "system stop" -> new SystemCommand("stop");
          case "system info" -> new SystemCommand("info");
          default -> null;
        });
  }

  /// Headings of the help text, and the commands below each with a sentence.
  static Map<String, Map<String, String>> sections() {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    sections.put(
        "Raise and lower",
        words(
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
            "scale", "Set how many containers a service has"));
    sections.put(
        "Work with services",
        words(
            "exec", "Run a command in a service's container",
            "run", "Run a command in a new container of a service",
            "logs", "Show output of containers, merged by time",
            "events", "Show what happens as it happens",
            "wait", "Wait for containers to end"));
    sections.put(
        "Look",
        words(
            "ps", "List containers",
            "ls", "List projects",
            "config", "Print the compose files merged and in full",
            "images", "List the images that containers use",
            "port", "Print where a port is published",
            "top", "Show processes",
            "version", "Print versions"));
    sections.put(
        "The engine's own objects",
        words(
            "container", "ls, inspect, rm, logs",
            "image", "ls, inspect, rm, tag, load, import",
            "network", "ls, inspect, rm",
            "volume", "ls, inspect, rm",
            "system", "status, stop, info",
            "daemon", "Run the engine in the foreground"));
    sections.put(
        "Other",
        words(
            "completion", "Print a completion script for bash, zsh or fish",
            "help", "Help about a command"));
    return sections;
  }

  /// The commands of a group with a sentence each.
  static Map<String, String> group(String name) {
    return switch (name) {
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
