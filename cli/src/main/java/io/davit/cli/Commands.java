package io.davit.cli;

import io.davit.cli.command.CompletionCommand;
import io.davit.cli.command.ConfigCommand;
import io.davit.cli.command.CreateCommand;
import io.davit.cli.command.DownCommand;
import io.davit.cli.command.EnvExplainCommand;
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
import java.util.Optional;
import java.util.Set;

/// How each command is made, by name. Only the one that was asked for is made.
final class Commands {
  /// What Compose has and Davit has not yet.
  private static final Set<String> NOT_YET =
      Set.of(
          "build", "pull", "push", "cp", "watch", "stats", "attach", "commit", "export", "publish",
          "volumes", "bridge", "alpha");

  private static final Set<String> GROUPS =
      Set.of("container", "image", "network", "volume", "system", "env");

  /// Words that stand for answers without the engine.
  private static final Set<String> OFFLINE =
      Set.of("version", "config", "completion", "__complete", "help", "--help", "-h", "--version");

  private Commands() {}

  static boolean isOffline(String word) {
    return OFFLINE.contains(word);
  }

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
          case "env explain" -> new EnvExplainCommand();
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
}
