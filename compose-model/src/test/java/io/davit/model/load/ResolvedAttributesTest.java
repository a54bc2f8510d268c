package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.Mount;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Service.NetworkMode;
import io.davit.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attributes that are other attributes' business: what the engine gets of them.
class ResolvedAttributesTest {
  @TempDir Path directory;

  private Project project(String compose) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
    LoadedProject loaded = ProjectLoader.load(LoadRequest.in(directory, Map.of("HOME", "/root")));
    assertThat(loaded.unhonoured())
        .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    return loaded.project();
  }

  @Test
  void theAliasOfALinkIsANameForTheServiceThatLinks() throws IOException {
    Project project =
        project(
            """
            services:
              web: {image: x, links: [db, "db:sql", "db:db", "job:store"]}
              job: {image: x, links: ["db:sql"], external_links: ["other-db-1:old", other-web-1]}
              db: {image: x}
            """);
    assertThat(project.service("web").hostnames().links()).containsExactly("db:sql", "job:store");
    assertThat(project.service("job").hostnames().links())
        .containsExactly("db:sql", "other-db-1:old");
    assertThat(project.service("db").hostnames().links()).isEmpty();
    assertThat(project.service("web").dependsOn().get("db"))
        .extracting(Service.Dependency::restart)
        .isEqualTo(true);
  }

  @Test
  void volumesFromMountsWhatTheOtherServiceMounts() throws IOException {
    Project project =
        project(
            """
            services:
              web: {image: x, volumes_from: [db, "conf:ro"], volumes: ["own:/both"]}
              db: {image: x, volumes_from: [logs], volumes: ["data:/data", "data:/both"]}
              logs: {image: x, volumes: ["/var/log/x:/logs"], tmpfs: /tmp}
              conf: {image: x, volumes: ["/etc/x:/conf"]}
            volumes: {data: , own: }
            """);
    assertThat(project.service("web").volumes())
        .extracting(mount -> mount.target() + " " + source(mount))
        .containsExactlyInAnyOrder(
            "/logs /var/log/x", "/data data", "/both own", "/conf /etc/x read-only");
    assertThat(project.service("web").dependsOn().keySet()).containsExactly("conf", "db");
  }

  private static String source(Mount mount) {
    return switch (mount) {
      case Mount.Named named -> named.volume() + (named.readOnly() ? " read-only" : "");
      case Mount.Bind bind -> bind.hostPath() + (bind.readOnly() ? " read-only" : "");
      case Mount.Anonymous _ -> "anonymous";
      case Mount.Tmpfs _ -> "tmpfs";
    };
  }

  @Test
  void theAddressOfAServiceIsThatOfItsFirstNetwork() throws IOException {
    Project project =
        project(
            """
            services:
              web:
                image: x
                mac_address: "02:42:ac:11:00:09"
                networks: {a: , b: {priority: 10}}
            networks: {a: , b: }
            """);
    Map<String, Service.Attachment> networks = project.service("web").networks();
    assertThat(networks.values())
        .extracting(Service.Attachment::macAddress)
        .containsExactly(Optional.of("02:42:ac:11:00:09"), Optional.empty());
    assertThat(networks.keySet()).containsExactly("b", "a");
  }

  @Test
  void namespacesAreTheHostsOrItsOwn() throws IOException {
    Project project =
        project(
            """
            services:
              web: {image: x, pid: host, ipc: shareable, uts: host, cgroup: private}
              old: {image: x, network_mode: bridge, ports: ["80:80"]}
            """);
    assertThat(project.service("web").security().namespaces())
        .isEqualTo(new Service.Namespaces("host", "shareable", "host", "private"));
    assertThat(project.service("old").networkMode()).isEqualTo(new NetworkMode.Named("bridge"));
    assertThat(project.service("old").networks()).isEmpty();
  }
}
