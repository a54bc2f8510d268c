package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.Architecture;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.process.Pidfd;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.DeviceSpec;
import io.davit.runtime.ExecSpec;
import io.davit.runtime.MountSpec;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.ProcessSpec.Ulimit;
import io.davit.runtime.cgroup.Cgroup;
import io.davit.runtime.cgroup.KnownGroups;
import io.davit.runtime.supervise.KeeperPaths;
import io.davit.runtime.supervise.Launch;
import io.davit.runtime.supervise.Supervision;
import io.davit.runtime.supervise.Supervision.Kind;
import io.davit.runtime.supervise.Supervision.TerminalSize;
import io.davit.runtime.user.ResolvedUser;
import io.davit.runtime.user.UserLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs as text, on a machine that is always the same. `-Dgolden.update=true` rewrites them:
/// read the difference.
final class ProgramGoldenTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/davit/runtime/compile/programs");
  private static final Machine VERSION1 =
      new Machine(true, List.of("cpu,cpuacct", "memory"), Capability.names());
  private static final Machine VERSION2 = new Machine(false, List.of(), Capability.names());
  private static final KeeperPaths PATHS = new KeeperPaths(Path.of("/run/davit/containers/c1"));

  @TempDir Path directory;

  /// A user is root unless it is `web`.
  private static final class TwoUsers implements UserLookup {
    @Override
    public ResolvedUser find(ContainerSpec spec) {
      return find(spec.process(), 0);
    }

    @Override
    public ResolvedUser find(ProcessSpec process, int pid) {
      return process.user().equals("web")
          ? new ResolvedUser(1000, 1001, List.of(1001, 4), "/home/web")
          : new ResolvedUser(0, 0, List.of(0), "/root");
    }
  }

  /// Paths without a dot are directories; /dev holds fuse.
  private static final class SmallHost implements HostFiles {
    @Override
    public boolean isDirectory(Path path) {
      return !path.toString().contains(".");
    }

    @Override
    public List<DeviceNode> devices(DeviceSpec spec) {
      return List.of(
          new DeviceNode(
              spec.target(), FileKind.CHARACTER_DEVICE, new DeviceNumber(10, 229), 0660, 0, 7));
    }

    @Override
    public List<DeviceNode> allDevices() {
      return devices(new DeviceSpec(Path.of("/dev/fuse"), "/dev/fuse", "rwm"));
    }
  }

  private static ContainerCompiler compiler(Machine machine) {
    return new ContainerCompiler(machine, Architecture.X86_64, new TwoUsers(), new SmallHost());
  }

  private static Specs specs() {
    return new Specs(
        new OverlayRoot(
            Path.of("/"),
            List.of(Path.of("/layers/b"), Path.of("/layers/a")),
            Path.of("/state/upper"),
            Path.of("/state/work")));
  }

  private static Supervision supervision(Specs specs) {
    return new Supervision(
        new Kind.Start(PATHS, false),
        PATHS.lock(),
        specs.terminal ? Optional.of(new TerminalSize(24, 80)) : Optional.empty(),
        specs.init);
  }

  private void start(String name, Machine machine, Specs specs) throws IOException {
    Cgroup group =
        machine.version1Hierarchies().isEmpty()
            ? KnownGroups.version2(directory)
            : KnownGroups.version1();
    try (Launch launch =
        compiler(machine).start(specs.build(), supervision(specs), group, Map.of())) {
      golden(name, launch);
    }
  }

  private static void golden(String name, Launch launch) throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    String text = withoutKeeper(launch.program().text());
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  /// The rows of this package, unnumbered: the keeper's stand in golden files of their own.
  private static String withoutKeeper(String program) {
    List<String> lines = program.lines().map(line -> line.replaceFirst("^ *\\d+  ", "  ")).toList();
    int secluded = indexOf(lines, "  # be not dumpable");
    int born = indexOf(lines, "  # start the first process");
    int child = indexOf(lines, "first process:");
    int executed = indexOf(lines, "  # mask file modes as usual");
    List<String> own = new ArrayList<>();
    if (secluded < born) {
      own.addAll(lines.subList(secluded, born));
    }
    own.add(lines.get(born));
    own.addAll(lines.subList(child, executed + 1));
    return renumbered(String.join("\n", own) + "\n");
  }

  private static int indexOf(List<String> lines, String end) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(end)) {
        return i;
      }
    }
    throw new AssertionError("no line ends with " + end);
  }

  /// Labels of one name, by their order here.
  private static String renumbered(String text) {
    Map<String, String> numbers = new HashMap<>();
    return Pattern.compile("\\.(\\d+)(?=:\\n|  #|\\n)")
        .matcher(text)
        .replaceAll(
            found -> numbers.computeIfAbsent(found.group(1), _ -> "." + (numbers.size() + 1)));
  }

  @Test
  void aDefaultContainer() throws Exception {
    start("default", VERSION1, specs());
  }

  @Test
  void aDefaultContainerOnVersion2AndAnOldKernel() throws Exception {
    start("default-v2", VERSION2, specs());
  }

  @Test
  void aReadOnlyContainerOfTwoRoots() throws Exception {
    Specs specs = specs();
    specs.readOnlyRoot = true;
    specs.root =
        List.of(
            specs.root.getFirst(),
            new OverlayRoot(
                Path.of("/usr"), List.of(Path.of("/usr")), Path.of("/s/u"), Path.of("/s/w")));
    start("read-only", VERSION1, specs);
  }

  @Test
  void aPrivilegedContainer() throws Exception {
    Specs specs = specs();
    specs.privileged = true;
    start("privileged", VERSION1, specs);
  }

  @Test
  void aTerminalWithInit() throws Exception {
    Specs specs = specs();
    specs.terminal = true;
    specs.init = true;
    start("terminal", VERSION2, specs);
  }

  @Test
  void aUserWithLimits() throws Exception {
    Specs specs = specs();
    specs.user = "web";
    specs.workingDirectory = "/srv/app";
    specs.ulimits = List.of(new Ulimit("nofile", 1000, 2000), new Ulimit("core", 0, -1));
    specs.oomScoreAdj = -5;
    specs.noNewPrivileges = true;
    specs.sysctls.put("net.core.somaxconn", "99");
    specs.network = Optional.of(Path.of("/run/davit/netns/c1"));
    start("user", VERSION1, specs);
  }

  @Test
  void allKindsOfMounts() throws Exception {
    Specs specs =
        specs()
            .mount(
                bind("/host/deep", "/data/deep", false, true, "rslave"),
                bind("/host/data", "/data", true, true, "rprivate"),
                bind("/host/app.conf", "/etc/app.conf", true, false, "private"),
                bind("/host/shared", "/shared", false, true, "rshared"),
                bind("/host/up.time", "/proc/uptime", true, false, ""),
                new MountSpec.Tmpfs("/run", Optional.empty(), 0755, 1, 2, true, false));
    specs.devices = List.of(new DeviceSpec(Path.of("/dev/fuse"), "/dev/fuse", "rwm"));
    start("mounts", VERSION1, specs);
  }

  @Test
  void anExec() throws Exception {
    exec("exec", VERSION1, specs(), Optional.empty(), false, KnownGroups.madeVersion1(directory));
  }

  @Test
  void aPrivilegedExecWithATerminal() throws Exception {
    Specs specs = specs();
    specs.terminal = true;
    specs.user = "web";
    exec(
        "exec-privileged",
        VERSION2,
        specs,
        Optional.of(new TerminalSize(30, 100)),
        true,
        KnownGroups.version2(directory));
  }

  private static void exec(
      String name,
      Machine machine,
      Specs specs,
      Optional<TerminalSize> terminal,
      boolean privileged,
      Cgroup group)
      throws Exception {
    Supervision supervision =
        new Supervision(
            new Kind.Exec(Optional.empty(), Optional.empty(), Optional.empty()),
            PATHS.execs().resolve("e1"),
            terminal,
            false);
    ExecSpec exec = new ExecSpec("e1", specs.process(), privileged, true);
    try (Pidfd self = Pidfd.open((int) ProcessHandle.current().pid()).orElseThrow();
        Launch launch = compiler(machine).exec(exec, specs.security(), supervision, group, self)) {
      golden(name, launch);
    }
  }

  private static MountSpec bind(
      String source, String target, boolean readOnly, boolean recursive, String propagation) {
    return new MountSpec.Bind(Path.of(source), target, readOnly, recursive, propagation);
  }
}
