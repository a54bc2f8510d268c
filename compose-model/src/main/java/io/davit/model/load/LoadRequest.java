package io.davit.model.load;

import io.davit.model.NameStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What to load, and for whom.
///
/// @param services asked for by name: their profiles are active, too
public record LoadRequest(Caller caller, ProjectFlags flags, List<String> services) {
  public LoadRequest {
    services = List.copyOf(services);
  }

  /// Whatever compose file is found from this directory upwards.
  public static LoadRequest in(Path workingDirectory, Map<String, String> environment) {
    return new LoadRequest(Caller.in(workingDirectory, environment), ProjectFlags.NONE, List.of());
  }

  public LoadRequest withFiles(List<String> names) {
    return new LoadRequest(caller, flags.withFiles(names), services);
  }

  public LoadRequest withName(String name) {
    return new LoadRequest(caller, flags.withName(name), services);
  }

  /// The text instead of any file, as `-f -` gives it.
  public LoadRequest withStdin(String text) {
    return withFiles(List.of(Discovery.STDIN)).withInput(text);
  }

  /// @param text what `-` stands for
  public LoadRequest withInput(String text) {
    return new LoadRequest(caller.withInput(text), flags, services);
  }

  /// @param names services that are asked for
  public LoadRequest withServices(List<String> names) {
    return new LoadRequest(caller, flags, names);
  }

  /// The files of variables that a flag or `COMPOSE_ENV_FILES` names; none: `.env` is looked for.
  List<String> namedEnvFiles() {
    return flags.envFiles().isEmpty() ? caller.envFiles() : flags.envFiles();
  }

  /// How the project's containers and built images are named.
  ///
  /// @param variable the value of `COMPOSE_COMPATIBILITY`, which may say so, too
  public NameStyle names(String variable) {
    boolean old = flags.compatibility() || Environment.isTrue(variable);
    return old ? NameStyle.UNDERSCORES : NameStyle.HYPHENS;
  }

  /// Whether one of the files is standard input.
  public boolean readsStdin() {
    return named().contains(Discovery.STDIN);
  }

  private List<String> named() {
    return flags.files().isEmpty() ? Discovery.listed(caller.environment()) : flags.files();
  }
}
