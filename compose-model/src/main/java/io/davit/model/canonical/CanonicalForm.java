package io.davit.model.canonical;

import com.google.gson.JsonObject;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.model.load.LoadedProject;
import io.davit.model.load.UnexpandedProject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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
    return ConfigText.of(ConfigForm.of(project, options), options.escapeDollars());
  }

  /// The same before variables are expanded: `config --no-interpolate`.
  public static String toYaml(UnexpandedProject project) {
    return ConfigText.of(ConfigForm.of(project), false);
  }

  public static JsonObject toJson(UnexpandedProject project) {
    return (JsonObject)
        ConfigForm.json(ConfigForm.of(project), new ConfigOptions(List.of(), false));
  }

  /// What `config` shows, as JSON.
  public static JsonObject toJson(LoadedProject project, ConfigOptions options) {
    return (JsonObject) ConfigForm.json(ConfigForm.of(project, options), options);
  }

  /// A service, keys in alphabetical order. For the question whether a container must be made anew,
  /// leave out `depends_on`, `profiles`, `scale` and `pull_policy`.
  public static Map<String, @Nullable Object> serviceTree(Service service) {
    return ServiceTree.of(service);
  }

  public static Map<String, @Nullable Object> networkTree(Network network) {
    return ResourceTrees.of(network);
  }

  public static Map<String, @Nullable Object> volumeTree(Volume volume) {
    return ResourceTrees.of(volume);
  }

  /// SHA-256 of a tree's JSON, in hex. Equal trees give equal hashes, in every version of Davit
  /// that writes the same trees.
  public static String hash(Map<String, ? extends @Nullable Object> tree) {
    byte[] json = JsonTrees.toJson(tree).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
