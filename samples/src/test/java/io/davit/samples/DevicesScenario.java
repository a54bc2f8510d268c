package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Devices of the host in a container, and a container without shared memory.
@Tag("kernel")
final class DevicesScenario {
  /// Makes the device of the kernel's log, as every container may, and opens it.
  private static final String LOG = "mknod /tmp/log c 1 11 && : > /tmp/log";

  @Test
  void aDeviceIsThereUnderItsNameWithItsPermissionsOnly() throws IOException {
    try (Engine engine = new Engine()) {
      String file =
          engine.project(
              """
              name: devices
              services:
                with:
                  image: davit/host
                  init: true
                  ipc: none
                  devices: ["/dev/kmsg:/dev/messages:w"]
                  command: [sleep, "1000"]
                ruled:
                  image: davit/host
                  init: true
                  device_cgroup_rules: ["c 1:11 w"]
                  command: [sleep, "1000"]
                without:
                  image: davit/host
                  init: true
                  command: [sleep, "1000"]
              """);
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(in(engine, file, "with", "stat -c %t:%T /dev/messages").out()).isEqualTo("1:b\n");
      assertThat(in(engine, file, "with", ": > /dev/messages").exitCode()).isZero();
      assertThat(in(engine, file, "with", ": < /dev/messages").err())
          .contains("Operation not permitted");
      assertThat(in(engine, file, "without", "ls /dev/messages").exitCode()).isNotZero();
      assertThat(in(engine, file, "ruled", LOG).exitCode()).isZero();
      assertThat(in(engine, file, "without", LOG).err()).contains("Operation not permitted");
      assertThat(in(engine, file, "with", "grep -c /dev/shm /proc/mounts").out()).isEqualTo("0\n");
      assertThat(in(engine, file, "without", "grep -c /dev/shm /proc/mounts").out())
          .isEqualTo("1\n");
      engine.mustDavit("-f", file, "down", "-t", "1");
    }
  }

  private static Engine.Outcome in(Engine engine, String file, String service, String script) {
    return engine.davit("-f", file, "exec", "-T", service, "bash", "-c", script);
  }
}
