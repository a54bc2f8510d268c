package io.davit.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CgroupMountsTest {
  private static final String MEMORY =
      "33 32 0:29 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";
  private static final String CPU =
      "34 32 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct";
  private static final String NAMED =
      "35 32 0:31 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd";
  private static final String UNIFIED =
      "36 32 0:32 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";

  @Test
  void controllersAreFoundWhereTheirHierarchyIsMounted() {
    CgroupMounts mounts = CgroupMounts.parse(List.of(MEMORY, CPU, NAMED, UNIFIED));
    assertThat(mounts.version1())
        .containsEntry("memory", Path.of("/sys/fs/cgroup/memory"))
        .containsEntry("cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"))
        .containsEntry("cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct"))
        .hasSize(3);
    assertThat(mounts.version2()).contains(Path.of("/sys/fs/cgroup/unified"));
  }

  @Test
  void sharesMeetVersion2sScaleAtItsEndsAndAtTheUsualValue() {
    assertThat(CgroupV2.weight(2)).isEqualTo(1);
    assertThat(CgroupV2.weight(1024)).isEqualTo(100);
    assertThat(CgroupV2.weight(262_144)).isEqualTo(10_000);
  }
}
