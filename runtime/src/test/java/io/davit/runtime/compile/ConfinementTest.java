package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.DeviceSpec;
import io.davit.runtime.MountSpec;
import io.davit.runtime.ProcessSpec.Ulimit;
import io.davit.runtime.compile.Sandbox.Outcome;
import io.davit.runtime.compile.Sandbox.RowFailed;
import io.davit.runtime.compile.Sandbox.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real container, seen from inside.
@Tag("kernel")
@Timeout(900)
final class ConfinementTest {
  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void make() throws Exception {
    sandbox = new Sandbox(directory);
  }

  @AfterEach
  void remove() {
    sandbox.close();
  }

  private String shell(String script) throws Exception {
    return shell(sandbox.specs(), script);
  }

  private String shell(Specs specs, String script) throws Exception {
    Outcome outcome = sandbox.run(specs.shell("exec 2>&1\n" + script));
    return outcome.output();
  }

  @Test
  void itsCapabilitiesAreDockersAndItIsFiltered() throws Exception {
    assertThat(shell("grep -E '^(Cap|Seccomp:|NoNewPrivs)' /proc/self/status"))
        .isEqualTo(
            """
            CapInh:\t0000000000000000
            CapPrm:\t00000000a80425fb
            CapEff:\t00000000a80425fb
            CapBnd:\t00000000a80425fb
            CapAmb:\t0000000000000000
            NoNewPrivs:\t0
            Seccomp:\t2
            """);
  }

  @Test
  void withoutNewPrivilegesItIsFilteredAsWell() throws Exception {
    Specs specs = sandbox.specs();
    specs.noNewPrivileges = true;
    assertThat(shell(specs, "grep -E '^(Seccomp:|NoNewPrivs)' /proc/self/status"))
        .isEqualTo("NoNewPrivs:\t1\nSeccomp:\t2\n");
  }

  @Test
  void aUserHasNoCapabilitiesAndItsStreamsAndHome() throws Exception {
    Specs specs = sandbox.specs();
    specs.user = "web";
    specs.groups = List.of("77");
    String script =
        "id; pwd; echo $HOME; grep -E 'Cap(Prm|Eff|Bnd)' /proc/self/status; "
            + "echo by-name > /dev/stdout";
    assertThat(shell(specs, script))
        .isEqualTo(
            """
            uid=1000(web) gid=1000(web) groups=4(adm),77,1000(web)
            /
            /home/web
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapBnd:\t00000000a80425fb
            by-name
            """);
  }

  @Test
  void theWorkingDirectoryIsMadeAndMayBeClosedToTheUser() throws Exception {
    Specs specs = sandbox.specs();
    specs.workingDirectory = "/srv/new/place";
    assertThat(shell(specs, "pwd; stat -c '%a %U' .")).isEqualTo("/srv/new/place\n755 root\n");
    Files.setPosixFilePermissions(
        sandbox.image.resolve("root"), PosixFilePermissions.fromString("rwx------"));
    Specs closed = sandbox.specs();
    closed.workingDirectory = "/root";
    closed.user = "web";
    assertThat(shell(closed, "pwd; ls")).startsWith("/root\n").contains("denied");
  }

  @Test
  void aWorkingDirectoryThroughADescriptorIsRefused() throws Exception {
    // CVE-2024-21626: a descriptor of the host's that is still open must not be entered.
    for (int number = 3; number < 12; number++) {
      Specs specs = sandbox.specs().command("true");
      specs.workingDirectory = "/proc/self/fd/" + number;
      assertThatThrownBy(() -> sandbox.run(specs)).isInstanceOf(RowFailed.class);
    }
    Files.createSymbolicLink(sandbox.image.resolve("trap"), Path.of("/proc/self/fd/7"));
    Specs linked = sandbox.specs().command("true");
    linked.workingDirectory = "/trap";
    assertThatThrownBy(() -> sandbox.run(linked)).isInstanceOf(RowFailed.class);
  }

  @Test
  void onlyItsStreamsAreOpen() throws Exception {
    assertThat(shell("cd /proc/self/fd; echo *")).isEqualTo("0 1 2 3\n");
  }

  @Test
  void itSeesItsOwnProcessesHostNameAndNoOtherMounts() throws Exception {
    assertThat(shell("ps -o pid,comm | wc -l; hostname; cut -d' ' -f5 /proc/self/mountinfo"))
        .startsWith("4\nbox\n/\n/proc\n/sys\n")
        .doesNotContain(directory.toString());
  }

  @Test
  void whatNeedsThePrivilegesOfTheHostIsDenied() throws Exception {
    String script =
        """
        unshare -U true; unshare -m true; mount -t tmpfs x /tmp; umount /proc; hostname other
        mknod /tmp/disk b 254 0 && cat /tmp/disk; mknod /tmp/mem c 1 1 && cat /tmp/mem
        echo x > /proc/sys/kernel/domainname; echo x > /proc/sysrq-trigger; ls /proc/acpi /sys/firmware
        """;
    assertThat(shell(script).lines())
        .allMatch(
            line ->
                line.contains("denied")
                    || line.contains("not permitted")
                    || line.contains("Read-only")
                    || line.contains("are you root")
                    || line.contains("nonexistent")
                    || line.matches("/.*:|"),
            "is a refusal")
        .hasSizeGreaterThan(8);
  }

  @Test
  void aLinkOfTheImageLeadsNoKernelFileSystemAstray() throws Exception {
    // CVE-2019-19921, CVE-2023-27561, CVE-2026-41579: /proc, /sys and /dev as links.
    for (String name : List.of("proc", "sys", "dev")) {
      Path original = sandbox.image.resolve(name);
      Files.delete(original);
      Files.createSymbolicLink(original, Path.of("/tmp"));
      assertThatThrownBy(() -> sandbox.run(sandbox.specs().command("true")))
          .isInstanceOf(RowFailed.class)
          .hasMessageContaining("/" + name)
          .hasMessageContaining("ELOOP");
      Files.delete(original);
      Files.createDirectory(original);
    }
  }

  @Test
  void aTargetIsResolvedInsideTheRoot() throws Exception {
    // CVE-2021-30465, CVE-2024-45310: neither the mount nor the directories on the way get out.
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Path source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("file"), "of the source");
    Files.createSymbolicLink(sandbox.image.resolve("absolute"), outside);
    Files.createSymbolicLink(sandbox.image.resolve("dots"), Path.of("../../../../../" + outside));
    Specs specs =
        sandbox
            .specs()
            .mount(
                bind(source, "/absolute/a/b", false),
                bind(source, "/dots/c", false),
                bind(source, "/../../../e", false));
    String script = "cat /absolute/a/b/file; cat /dots/c/file; cat /e/file; cat " + outside + "/*";
    assertThatThrownBy(() -> sandbox.run(specs.shell(script))).isInstanceOf(RowFailed.class);
    Files.createDirectories(Path.of(sandbox.image + outside.toString()));
    assertThat(shell(specs, script)).contains("of the sourceof the sourceof the source");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void nothingIsMountedInsideProc() throws Exception {
    // CVE-2019-16884, CVE-2025-52881: the runtime's own writes to /proc must reach the kernel.
    Path source = Files.createDirectories(directory.resolve("source"));
    Files.createSymbolicLink(sandbox.image.resolve("data"), Path.of("/proc/sys/net"));
    for (String target : List.of("/proc/sys", "/data", "/proc")) {
      assertThatThrownBy(
              () -> sandbox.run(sandbox.specs().mount(bind(source, target, false)).command("true")))
          .isInstanceOf(RowFailed.class)
          .hasMessageContaining("inside the container's /proc");
    }
    Path file = Files.writeString(directory.resolve("uptime"), "replaced");
    assertThat(shell(sandbox.specs().mount(bind(file, "/proc/uptime", true)), "cat /proc/uptime"))
        .isEqualTo("replaced");
  }

  @Test
  void bindsAreDirectoriesFilesAndReadOnlyOnes() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source"));
    Path file = Files.writeString(directory.resolve("hosts"), "127.0.0.1 me");
    Files.createDirectories(sandbox.image.resolve("etc"));
    // A dangling link, as resolv.conf often is.
    Files.createSymbolicLink(
        sandbox.image.resolve("etc/resolv.conf"), Path.of("../run/systemd/stub-resolv.conf"));
    Specs specs =
        sandbox
            .specs()
            .mount(
                bind(source, "/data/inner", true),
                bind(source, "/data", false),
                bind(file, "/etc/hosts", true),
                bind(file, "/etc/resolv.conf", true),
                new MountSpec.Tmpfs("/run", Optional.of(1L << 20), 0751, 5, 6, false, true));
    String script =
        """
        echo written > /data/file; cat /data/inner/file; touch /data/inner/x; touch /etc/hosts
        cat /etc/resolv.conf; echo; stat -c '%a %u %g' /run; grep ' /run ' /proc/mounts | sed s/,inode64//
        """;
    assertThat(shell(specs, script))
        .isEqualTo(
            """
            written
            touch: /data/inner/x: Read-only file system
            touch: /etc/hosts: Read-only file system
            127.0.0.1 me
            751 5 6
            tmpfs /run tmpfs rw,nosuid,nodev,noexec,relatime,size=1024k,mode=751,uid=5,gid=6 0 0
            """);
    assertThat(source.resolve("file")).hasContent("written\n");
  }

  /// The writable layers stand side by side: the root, mounted over what holds its own, once hid
  /// the other.
  @Test
  void aReadOnlyRootIsReadOnlyInAllItsParts() throws Exception {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    Path first = sandbox.root().upper();
    Path upper = Files.createDirectories(first.resolveSibling("upper-of-usr"));
    Path work = Files.createDirectories(first.resolveSibling("work-of-usr"));
    Specs specs = sandbox.specs();
    specs.root =
        List.of(sandbox.root(), new OverlayRoot(Path.of("/usr"), List.of(tools), upper, work));
    assertThat(shell(specs, "touch /new /usr/new && echo both")).isEqualTo("both\n");
    specs.readOnlyRoot = true;
    assertThat(shell(specs, "touch /newer /usr/newer /dev/shm/newer; ls /dev/shm"))
        .isEqualTo(
            """
            touch: /newer: Read-only file system
            touch: /usr/newer: Read-only file system
            newer
            """);
  }

  @Test
  void aPrivilegedContainerHasTheHostsDevicesAndNothingHidden() throws Exception {
    Specs specs = sandbox.specs();
    specs.privileged = true;
    String all =
        shell(
            specs,
            "grep -E 'CapEff|Seccomp:' /proc/self/status; mount -t tmpfs x /tmp && echo mounted; "
                + "test -e /dev/kmsg && echo kmsg; ls -d /dev/net; touch /sys/fs/cgroup/x 2>&1 | grep -c Read-only");
    String own =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff"))
            .findFirst()
            .orElseThrow();
    assertThat(all).startsWith(own + "\nSeccomp:\t0\nmounted\nkmsg\n").endsWith("0\n");
  }

  @Test
  void aDeviceIsMadeAndMayBeUsed() throws Exception {
    Specs specs = sandbox.specs();
    specs.devices =
        List.of(
            new DeviceSpec(Path.of("/dev/kmsg"), "/dev/log/kernel", "rw"),
            new DeviceSpec(Path.of("/dev/tty0"), "/dev/screen", "m"));
    assertThat(
            shell(
                specs,
                "stat -c '%F %t:%T' /dev/log/kernel; test -r /dev/log/kernel && echo x >> /dev/log/kernel && echo ok; "
                    + "cat /dev/screen"))
        .contains("character special file 1:b\n")
        .contains("ok\n")
        .contains("/dev/screen': Operation not permitted");
  }

  @Test
  void aTerminalIsItsConsole() throws Exception {
    Specs specs = sandbox.specs();
    specs.terminal = true;
    assertThat(
            shell(specs, "tty; ls /dev/pts; echo hello > /dev/console; stat -c %t:%T /dev/console"))
        .isEqualTo("/dev/pts/0\r\n0     ptmx\r\nhello\r\n88:0\r\n");
  }

  @Test
  void limitsAndSysctlsAreSet() throws Exception {
    Specs specs = sandbox.specs();
    specs.ulimits = List.of(new Ulimit("nofile", 100, 200), new Ulimit("core", 0, 0));
    specs.sysctls.put("kernel.shmmax", "123456");
    specs.oomScoreAdj = 500;
    assertThat(
            shell(
                specs,
                "ulimit -n; ulimit -Hn; ulimit -c; cat /proc/sys/kernel/shmmax /proc/self/oom_score_adj"))
        .isEqualTo("100\n200\n0\n123456\n500\n");
    specs.sysctls.put("kernel.panic", "1");
    assertThatThrownBy(() -> sandbox.run(specs)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void anExecIsAsConfinedAsTheFirstProcess() throws Exception {
    Specs specs = sandbox.specs().shell("sleep 1000");
    try (Running running = sandbox.start(specs.build())) {
      Specs exec = sandbox.specs();
      exec.user = "web:adm";
      exec.workingDirectory = "/tmp";
      exec.shell(
          "id -u; id -g; pwd; echo $HOME; hostname; echo $$; "
              + "grep -E '^(Cap(Eff|Bnd)|Seccomp:)' /proc/self/status; cd /proc/self/fd; echo *");
      assertThat(running.exec(exec, false).output())
          .isEqualTo(
              """
              1000
              4
              /tmp
              /home/web
              box
              2
              CapEff:\t0000000000000000
              CapBnd:\t00000000a80425fb
              Seccomp:\t2
              0 1 2 3
              """);
      Specs privileged = sandbox.specs().shell("grep Seccomp: /proc/self/status; exit 7");
      assertThat(running.exec(privileged, true)).isEqualTo(new Outcome("Seccomp:\t0\n", 7));
      assertThat(running.group.processes()).hasSize(1);
      Specs grouped = sandbox.specs().shell("cat /proc/self/cgroup");
      String first = Files.readString(Path.of("/proc/" + running.pid() + "/cgroup"));
      assertThat(first).contains(running.spec.id());
      assertThat(running.exec(grouped, false).output()).doesNotContain(running.spec.id());
    }
  }

  @Test
  void aContainerWithDescriptorsInItsWorkingDirectoryTrapsNoExec() throws Exception {
    Specs specs = sandbox.specs().shell("sleep 1000");
    try (Running running = sandbox.start(specs.build())) {
      for (int number = 3; number < 16; number++) {
        Specs exec = sandbox.specs().command("true");
        exec.workingDirectory = "/proc/self/fd/" + number;
        assertThatThrownBy(() -> running.exec(exec, false)).isInstanceOf(RowFailed.class);
      }
    }
  }

  @Test
  void itIsNotDumpableBeforeItsCommandNorItsKeeper() throws Exception {
    try (Running running = sandbox.start(sandbox.specs().shell("sleep 1000").build())) {
      assertThat(Files.getOwner(Path.of("/proc/" + running.keeper.pid() + "/mem")).getName())
          .isEqualTo("root");
      String exe =
          Files.readSymbolicLink(Path.of("/proc/" + running.keeper.pid() + "/exe")).toString();
      assertThat(exe).startsWith("/memfd:");
    }
  }

  private static MountSpec.Bind bind(Path source, String target, boolean readOnly) {
    return new MountSpec.Bind(source, target, readOnly, true, "rprivate");
  }
}
