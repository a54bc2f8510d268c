package io.davit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.netns.NetworkNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class LinkDeletionTest {
  private static final int GROUP = 77;

  @TempDir private Path directory;

  @AfterEach
  void removeNamespace() throws Exception {
    NetworkNamespace.unpin(directory.resolve("netns"));
  }

  @Test
  void tellsOfEachLinkThatIsGoneAndLeavesTheOthers() throws Exception {
    List<String> told = new ArrayList<>();
    List<String> left =
        NetworkNamespace.create(
            directory.resolve("netns"),
            () -> {
              try (RouteSession routes = RouteSession.open()) {
                for (String bridge : List.of("one", "two", "stays")) {
                  routes.execute(RouteMessages.newBridge(bridge, "02:42:00:00:00:01", 1500));
                }
                routes.execute(
                    RouteMessages.setGroup("one", GROUP), RouteMessages.setGroup("two", GROUP));
                LinkDeletion.open(RouteMessages.deleteGroup(GROUP))
                    .delete(List.of("one", "two"), told::add);
                return routes.links().stream().map(RouteSession.Link::name).toList();
              }
            });
    assertThat(told).containsExactlyInAnyOrder("one", "two");
    assertThat(left).contains("stays").doesNotContain("one", "two");
  }

  @Test
  void linksThatAreAbsentCountAsGone() throws Exception {
    List<String> told = new ArrayList<>();
    boolean returned =
        NetworkNamespace.create(
            directory.resolve("netns"),
            () -> {
              LinkDeletion.open(RouteMessages.deleteGroup(GROUP))
                  .delete(List.of("never", "there"), told::add);
              return true;
            });
    assertThat(returned).isTrue();
    assertThat(told).isEmpty();
  }
}
