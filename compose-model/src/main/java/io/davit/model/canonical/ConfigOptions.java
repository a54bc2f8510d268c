package io.davit.model.canonical;

import java.util.List;

/// How `config` shows a project.
///
/// @param services to show; empty: all
/// @param escapeDollars whether `$` is doubled, so that the text can be loaded again
public record ConfigOptions(List<String> services, boolean escapeDollars) {
  public static final ConfigOptions ALL = new ConfigOptions(List.of(), true);

  public ConfigOptions {
    services = List.copyOf(services);
  }
}
