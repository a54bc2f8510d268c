package io.davit.model.canonical;

import com.google.gson.JsonObject;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.model.load.LoadedProject;
import io.davit.model.yaml.Node.Mapping;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The canonical form of a project: as JSON for the wire and the store, as trees for comparing, as
/// text for `config`.
///
/// A tree is made of maps (ordered), lists, strings, `Long`, `Double` and booleans, and of null
/// where the compose file says so: a network without options, a variable that is taken away. Its
/// keys are the attributes of the compose file; what equals a default is left out. `deploy` is
/// folded into the attributes that mean the same: `scale`, `restart`, `cpus`, `mem_limit`,
/// `mem_reservation`, `pids_limit`.
public final class CanonicalForm {
  private CanonicalForm() {}

  /// Everything: the trees of all parts, and below `x-davit` where each value was written, the
  /// directories, and the values of the variables that secrets and configs are made of.
  public static JsonObject toJson(Project project) {
    return WireForm.write(project);
  }

  /// The inverse of [#toJson].
  ///
  /// @throws io.davit.problem.InvalidProject when it is not such a form
  public static Project fromJson(JsonObject json) {
    return WireForm.read(json);
  }

  /// What `config` shows: the merged files in long form, as YAML in the style of Docker Compose.
  public static String toYaml(LoadedProject project, ConfigOptions options) {
    return toYaml(project.canonical(), options);
  }

  /// @param canonical of a [LoadedProject], of a project that is loaded in part, or of one whose
  ///   variables are not expanded
  public static String toYaml(Mapping canonical, ConfigOptions options) {
    return ConfigText.of(ConfigForm.of(canonical, options), options == ConfigOptions.ALL);
  }

  /// The same as JSON.
  public static JsonObject toJson(Mapping canonical, ConfigOptions options) {
    Mapping shown = ConfigForm.of(canonical, options);
    return switch (options) {
      case ALL -> ConfigForm.json(shown);
      case UNEXPANDED -> ConfigForm.unexpandedJson(shown);
    };
  }

  /// A service, keys in alphabetical order.
  public static Map<String, @Nullable Object> serviceTree(Service service) {
    return ServiceTree.of(service);
  }

  public static Map<String, @Nullable Object> networkTree(Network network) {
    return ResourceTrees.of(network);
  }

  public static Map<String, @Nullable Object> volumeTree(Volume volume) {
    return ResourceTrees.of(volume);
  }
}
