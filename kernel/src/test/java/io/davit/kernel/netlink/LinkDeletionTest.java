package io.davit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
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
        inNamespace(
            routes -> {
              for (String bridge : List.of("one", "two", "stays")) {
                routes.execute(RouteMessages.newBridge(bridge, "02:42:00:00:00:01", 1500));
              }
              routes.execute(
                  RouteMessages.setGroup("one", GROUP), RouteMessages.setGroup("two", GROUP));
              LinkDeletion.open(RouteMessages.deleteGroup(GROUP))
                  .delete(List.of("one", "two"), told::add);
            });
    assertThat(told).containsExactlyInAnyOrder("one", "two");
    assertThat(left).contains("stays").doesNotContain("one", "two");
  }

  @Test
  void aLinkWithAnAddressIsOutOfTheListWhenItIsTold() throws Exception {
    List<Boolean> listedWhenTold = new ArrayList<>();
    List<String> left =
        inNamespace(
            routes -> {
              addressed(routes, "goes", "192.0.2.1");
              addressed(routes, "stays", "198.51.100.1");
              LinkDeletion.open(RouteMessages.deleteLink("goes"))
                  .delete(List.of("goes"), link -> listedWhenTold.add(isListed(link)));
            });
    assertThat(listedWhenTold).containsExactly(false);
    assertThat(left).contains("stays").doesNotContain("goes");
  }

  @Test
  void aLinkThatOnlyLosesItsAddressIsNotGone() throws Exception {
    List<String> told = new ArrayList<>();
    List<String> left =
        inNamespace(
            routes -> {
              int index = addressed(routes, "stays", "192.0.2.1");
              LinkDeletion.open(
                      new Request("RTM_DELADDR", "192.0.2.1/24", RouteMessages.RTM_DELADDR, 0)
                          .u8(2)
                          .u8(24)
                          .u16(0)
                          .u32(index)
                          .attribute(
                              RouteMessages.IFA_LOCAL,
                              InetAddress.getByName("192.0.2.1").getAddress()))
                  .delete(List.of("stays"), told::add);
            });
    assertThat(told).isEmpty();
    assertThat(left).contains("stays");
  }

  @Test
  void linksThatAreAbsentCountAsGone() throws Exception {
    List<String> told = new ArrayList<>();
    List<String> left =
        inNamespace(
            _ ->
                LinkDeletion.open(RouteMessages.deleteGroup(GROUP))
                    .delete(List.of("never", "there"), told::add));
    assertThat(told).isEmpty();
    assertThat(left).containsExactly("lo");
  }

  private interface Steps {
    void run(RouteSession routes) throws Exception;
  }

  /// The names of the links that are left.
  private List<String> inNamespace(Steps steps) throws Exception {
    return NetworkNamespace.create(
        directory.resolve("netns"),
        () -> {
          try (RouteSession routes = RouteSession.open()) {
            steps.run(routes);
            return routes.links().stream().map(RouteSession.Link::name).toList();
          } catch (ErrnoException | IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static int addressed(RouteSession routes, String bridge, String address)
      throws Exception {
    routes.execute(RouteMessages.newBridge(bridge, "02:42:00:00:00:01", 1500));
    int index = routes.link(bridge).orElseThrow().index();
    Inet4Address own = (Inet4Address) InetAddress.getByName(address);
    routes.execute(RouteMessages.newAddress(index, own, 24), RouteMessages.setUp(index));
    return index;
  }

  /// As the kernel lists the links of the thread's namespace.
  private static boolean isListed(String link) {
    try {
      return Files.readString(Path.of("/proc/thread-self/net/dev")).contains(link + ":");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
