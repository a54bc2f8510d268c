package io.davit.kernel.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.RouteMessages;
import io.davit.kernel.netlink.RouteSession;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class NetworkNamespaceTest {
  @TempDir Path directory;

  @Test
  void aVethPairJoinsTwoNamespacesAndGoesWithOneEnd() throws Exception {
    Path hostPin = directory.resolve("host");
    Path sandboxPin = directory.resolve("sandbox");
    var host = new NetworkNamespace.Pinned(hostPin);
    Inet4Address address = (Inet4Address) InetAddress.getByName("10.1.2.3");
    try (RouteSession outside = NetworkNamespace.create(hostPin, RouteSession::open);
        RouteSession inside = NetworkNamespace.create(sandboxPin, RouteSession::open)) {
      outside.execute(RouteMessages.newBridge("br-test", "02:42:0a:01:02:01", 1400));
      RouteSession.Link bridge = outside.link("br-test").orElseThrow();
      assertThat(bridge.mtu()).isEqualTo(1400);
      assertThat(bridge.mac()).isEqualTo("02:42:0a:01:02:01");
      try (var fd = NetworkNamespace.open(sandboxPin)) {
        outside.execute(
            RouteMessages.newVeth(
                "veth-test", bridge.index(), 1400, "eth0", "02:42:0a:01:02:03", fd.number()),
            RouteMessages.setBridgePort("veth-test", true, true));
      }
      assertThat(outside.link("veth-test").orElseThrow().master()).isEqualTo(bridge.index());
      RouteSession.Link eth0 = inside.link("eth0").orElseThrow();
      inside.execute(
          RouteMessages.setUp(1),
          RouteMessages.setUp(eth0.index()),
          RouteMessages.newAddress(eth0.index(), address, 24));
      assertThat(inside.link("eth0").orElseThrow().up()).isTrue();
      assertThat(inside.addresses()).contains(new RouteSession.Address(eth0.index(), address, 24));
      assertThat(inside.routes()).anyMatch(route -> route.prefixLength() == 24);
      assertThat(host.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/dev"))))
          .anyMatch(line -> line.strip().startsWith("veth-test:"));
      outside.deleteLink("veth-test");
      outside.deleteLink("veth-test");
      assertThat(inside.link("eth0")).isEmpty();
    } finally {
      NetworkNamespace.unpin(sandboxPin);
      NetworkNamespace.unpin(hostPin);
    }
    NetworkNamespace.unpin(hostPin);
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory.toString());
  }

  @Test
  void whatFailsInsideANewNamespaceLeavesNoPin() throws IOException {
    Path pin = directory.resolve("failing");
    assertThatThrownBy(
            () ->
                NetworkNamespace.create(
                    pin,
                    () -> {
                      throw new IOException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(pin).doesNotExist();
  }

  @Test
  void aFileThatPinsNothingIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("plain"));
    assertThatThrownBy(() -> new NetworkNamespace.Pinned(file).call(() -> 1))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("EINVAL");
  }
}
