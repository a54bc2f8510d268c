package io.davit.model.canonical;

import io.davit.model.FileResource;
import io.davit.model.Network;
import io.davit.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes networks, volumes, configs and secrets in the words of the compose file.
final class ResourceTrees {
  private ResourceTrees() {}

  static Map<String, @Nullable Object> of(Network network) {
    List<Object> pools = new ArrayList<>();
    for (Network.Pool pool : network.pools()) {
      pools.add(
          new Tree()
              .text("subnet", pool.subnet())
              .text("gateway", pool.gateway())
              .text("ip_range", pool.ipRange())
              .entries());
    }
    return new Tree()
        .put("name", network.name())
        .put("driver", network.driver())
        .map("driver_opts", network.driverOptions())
        .map("ipam", new Tree().texts("config", pools).entries())
        .flag("external", network.external())
        .flag("internal", network.internal())
        .flag("attachable", network.attachable())
        .map("labels", network.labels())
        .entries();
  }

  static Map<String, @Nullable Object> of(Volume volume) {
    return new Tree()
        .put("name", volume.name())
        .put("driver", volume.driver())
        .map("driver_opts", volume.driverOptions())
        .flag("external", volume.external())
        .map("labels", volume.labels())
        .entries();
  }

  /// Without the value of a variable, which may be a secret.
  static Map<String, @Nullable Object> of(FileResource resource) {
    FileResource.Content content = resource.content();
    return new Tree()
        .put("name", resource.name())
        .put(content.attribute(), content.text())
        .entries();
  }
}
