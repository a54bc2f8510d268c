package io.davit.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamTest {
  @Test
  void atMostThreeServersAndOnlyAddresses() {
    assertThat(
            Upstream.parse(
                List.of(
                    "# comment",
                    "nameserver 192.0.2.1",
                    "  nameserver\t2001:db8::1",
                    "nameserver dns.example",
                    "options edns0")))
        .containsExactly(
            new InetSocketAddress("192.0.2.1", 53), new InetSocketAddress("2001:db8::1", 53));
    assertThat(
            Upstream.parse(
                List.of(
                    "nameserver 1.1.1.1",
                    "nameserver 1.1.1.2",
                    "nameserver 1.1.1.3",
                    "nameserver 1.1.1.4")))
        .hasSize(3);
  }

  @Test
  void aChangedFileIsReadAgain(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("resolv.conf");
    AtomicLong now = new AtomicLong();
    Upstream upstream = new Upstream(file, () -> Instant.ofEpochMilli(now.get()));
    assertThat(upstream.servers()).isEmpty();
    Files.writeString(file, "nameserver 192.0.2.1\n");
    now.addAndGet(1000);
    assertThat(upstream.servers()).containsExactly(new InetSocketAddress("192.0.2.1", 53));
    Files.writeString(file, "nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
    assertThat(upstream.servers()).hasSize(1);
    now.addAndGet(1000);
    assertThat(upstream.servers()).hasSize(2);
    Files.delete(file);
    now.addAndGet(1000);
    assertThat(upstream.servers()).isEmpty();
  }
}
