package io.davit.planner.observed;

/// The labels by which objects of a project are found again: Compose's own, so that its users'
/// tools find them too (docker/compose pkg/api/labels.go).
public final class Labels {
  public static final String PROJECT = "com.docker.compose.project";
  public static final String SERVICE = "com.docker.compose.service";
  public static final String VERSION = "com.docker.compose.version";
  public static final String WORKING_DIRECTORY = "com.docker.compose.project.working_dir";
  public static final String CONFIG_FILES = "com.docker.compose.project.config_files";
  public static final String CONTAINER_NUMBER = "com.docker.compose.container-number";
  public static final String CONFIG_HASH = "com.docker.compose.config-hash";
  public static final String DEPENDS_ON = "com.docker.compose.depends_on";
  public static final String IMAGE = "com.docker.compose.image";

  /// `True` or `False`.
  public static final String ONE_OFF = "com.docker.compose.oneoff";

  public static final String SLUG = "com.docker.compose.slug";

  /// The name of the container whose place this one takes.
  public static final String REPLACE = "com.docker.compose.replace";

  /// A network's or a volume's key in the compose file.
  public static final String NETWORK = "com.docker.compose.network";

  public static final String VOLUME = "com.docker.compose.volume";

  /// Docker's own, on a volume that no user gave a name.
  public static final String ANONYMOUS_VOLUME = "com.docker.volume.anonymous";

  /// The version of Compose whose labels these are.
  public static final String COMPOSE_VERSION = "5.5.0";

  private Labels() {}
}
