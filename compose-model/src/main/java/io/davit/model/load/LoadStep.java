package io.davit.model.load;

/// A step of loading that `config` can leave out.
public enum LoadStep {
  /// What files leave unsaid: the default network, names of resources, values of arguments and of
  /// hooks' variables.
  NORMALIZATION,
  /// Relative paths become absolute.
  PATHS,
  /// Everything that is named exists, nothing goes in a circle.
  CONSISTENCY,
  /// What `env_file` says goes into `environment`.
  ENV_FILES
}
