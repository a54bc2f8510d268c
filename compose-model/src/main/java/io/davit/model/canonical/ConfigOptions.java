package io.davit.model.canonical;

/// How `config` shows a project.
public enum ConfigOptions {
  /// `$` is doubled, so that the text can be loaded again.
  ALL,
  /// As the files say it, variables and all, by key.
  UNEXPANDED
}
