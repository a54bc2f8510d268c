package io.davit.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.Conflict;
import io.davit.problem.NotFound;
import io.davit.problem.NotRunnable;
import io.davit.runtime.ContainerRuntime.ExitStatus;
import io.davit.runtime.ContainerRuntime.OutputListener;
import io.davit.runtime.ContainerRuntime.ProcessRow;
import io.davit.runtime.ContainerRuntime.Recovered;
import io.davit.runtime.ContainerRuntime.RunningProcess;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.supervise.Box.Recorder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@Timeout(900)
final class NamespaceRuntimeTest {
  @TempDir private Path directory;
  private Box box;

  @BeforeEach
  void open() throws Exception {
    box = new Box(directory);
  }

  @AfterEach
  void close() throws Exception {
    box.close();
  }

  private static void send(RunningProcess process, String text) {
    process.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCommandRunsToItsEndAndItsOutputIsDeliveredAndLogged() throws Exception {
    Recorder seen = new Recorder();
    RunningProcess process =
        box.runtime().start(box.shell(1, "echo out $A; echo err >&2; echo $$; exit 7"), seen);
    assertThat(process.exit().join().code()).isEqualTo(7);
    assertThat(process.exit().join().oomKilled()).isFalse();
    assertThat(seen.end.join().orElseThrow().code()).isEqualTo(7);
    assertThat(seen.out()).isEqualTo("out b\n1\n");
    assertThat(seen.err()).isEqualTo("err\n");
    assertThat(box.log(1)).containsExactlyInAnyOrder("out b", "err", "1");
    assertThat(box.runtime().recover(Box.id(1)))
        .isInstanceOfSatisfying(
            Recovered.Ended.class, ended -> assertThat(ended.status().code()).isEqualTo(7));
    box.runtime().remove(Box.id(1));
    assertThat(box.runtime().recover(Box.id(1))).isInstanceOf(Recovered.Unknown.class);
  }

  @Test
  void aSignalEndsIt() throws Exception {
    RunningProcess process =
        box.runtime()
            .start(box.spec(1, Box.process(false, false, "sleep", "1000"), false), new Recorder());
    assertThatThrownBy(() -> box.runtime().start(box.shell(1, "true"), new Recorder()))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> box.runtime().remove(Box.id(1))).isInstanceOf(Conflict.class);
    assertThat(box.runtime().processes(Box.id(1)))
        .extracting(ProcessRow::command)
        .containsExactly("sleep 1000");
    box.runtime().signal(Box.id(1), 9);
    assertThat(process.exit().join().code()).isEqualTo(137);
    assertThatThrownBy(() -> box.runtime().signal(Box.id(1), 9)).isInstanceOf(NotFound.class);
  }

  @Test
  void aLotOfOutputArrivesWhole() throws Exception {
    Recorder seen = new Recorder();
    RunningProcess process = box.runtime().start(box.shell(1, "seq 1 200000"), seen);
    process.exit().join();
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 200_000; i++) {
      expected.append(i).append('\n');
    }
    assertThat(seen.out().contentEquals(expected)).isTrue();
    assertThat(box.log(1)).hasSize(200_000).last().isEqualTo("200000");
  }

  @Test
  void commandsThatCannotRunSayWhy() throws Exception {
    assertNotRunnable(127, "exec: \"nope\": executable file not found in $PATH", "nope");
    assertNotRunnable(
        127, "exec: \"/bin/nope\": stat /bin/nope: no such file or directory", "/bin/nope");
    assertNotRunnable(126, "exec: \"/etc\": is a directory", "/etc");
    Files.writeString(box.root.resolve("etc/plain"), "echo\n");
    assertNotRunnable(126, "exec: \"/etc/plain\": permission denied", "/etc/plain");
    script("bash", "#!/bin/bash -e\necho\n");
    assertNotRunnable(
        127,
        "exec: \"/etc/bash\": interpreter not found: it needs \"/bin/bash\", which the image does"
            + " not have",
        "/etc/bash");
    script("dos", "#!/bin/sh\r\necho\n");
    assertNotRunnable(
        127,
        "exec: \"/etc/dos\": interpreter not found: it needs \"/bin/sh\\r\", which the image does"
            + " not have",
        "/etc/dos");
    Files.copy(Path.of("/bin/ls"), box.root.resolve("bin/dynamic"));
    assertNotRunnable(
        127,
        "exec: \"/bin/dynamic\": interpreter not found: it needs"
            + " \"/lib64/ld-linux-x86-64.so.2\", which the image does not have",
        "dynamic");
    assertThat(box.runtime().present()).isEmpty();
  }

  /// Docker's init executes as execvp(3) does; runc does not. A compose file with `init: true`
  /// worked there and not here.
  @Test
  void aScriptWithoutAnInterpreterLineIsTheShellsBelowAnInit() throws Exception {
    script("plain", "echo $0 $1\n");
    Recorder seen = new Recorder();
    ProcessSpec process = Box.process(false, false, "/etc/plain", "one");
    assertThat(box.runtime().start(box.spec(1, process, true), seen).exit().join().code()).isZero();
    assertThat(seen.out()).isEqualTo("/etc/plain one\n");
    assertThatThrownBy(() -> box.runtime().start(box.spec(2, process, false), new Recorder()))
        .hasMessage("exec: \"/etc/plain\": exec format error");
    script("foreign", "\u007fELF of another processor");
    assertThatThrownBy(
            () ->
                box.runtime()
                    .start(
                        box.spec(3, Box.process(false, false, "/etc/foreign"), true),
                        new Recorder()))
        .hasMessage("exec: \"/etc/foreign\": exec format error");
  }

  private void script(String name, String text) throws Exception {
    Path file = box.root.resolve("etc/" + name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void assertNotRunnable(int code, String what, String... command) {
    for (boolean init : List.of(false, true)) {
      assertThatThrownBy(
              () ->
                  box.runtime()
                      .start(box.spec(3, Box.process(false, false, command), init), new Recorder()))
          .isInstanceOfSatisfying(
              NotRunnable.class,
              failure -> {
                assertThat(failure.what()).isEqualTo(what);
                assertThat(failure.exitCode()).isEqualTo(code);
              });
    }
  }

  @Test
  void inputIsReadUntilItIsClosed() throws Exception {
    Recorder seen = new Recorder();
    RunningProcess process =
        box.runtime().start(box.spec(1, Box.process(false, true, "cat"), false), seen);
    send(process, "hello\n");
    seen.awaitOut("hello\n");
    box.restart();
    RunningProcess again = ((Recovered.Running) box.runtime().recover(Box.id(1))).process();
    Recorder later = new Recorder();
    again.attach(later);
    send(again, "again\n");
    later.awaitOut("again\n");
    again.closeInput();
    assertThat(again.exit().join().code()).isZero();
    assertThat(box.log(1)).containsExactly("hello", "again");
  }

  /// A listener was once added by a task of the event loop, which came after the events that the
  /// loop had in its hands already: what they told was lost to it.
  @Test
  void whoIsAttachedIsToldWhatComesAfterwardsHoweverBusyTheLoopIs() throws Exception {
    Path first = box.fifo("first");
    Path second = box.fifo("second");
    Path third = box.fifo("third");
    Semaphore told = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    OutputListener busy =
        new OutputListener() {
          @Override
          public void output(Stream stream, byte[] data) {
            told.release();
            goOn.acquireUninterruptibly();
          }

          @Override
          public void end(@Nullable ExitStatus status) {}
        };
    RunningProcess process =
        box.runtime()
            .start(
                box.shell(
                    1,
                    """
                echo one; echo > /tmp/first
                echo two; echo two >&2; echo > /tmp/second
                read line < /tmp/third; echo three >&2; echo > /tmp/second; exec sleep 1000"""),
                busy);
    told.acquire(); // the loop tells of "one"
    Files.readString(first);
    Files.readString(second);
    goOn.release();
    told.acquire(); // it has both events of "two" in its hands, and tells of the first
    Recorder later = new Recorder();
    process.attach(later);
    Files.writeString(third, "go on\n");
    Files.readString(second);
    goOn.release(Integer.MAX_VALUE / 2);
    later.awaitErr("three\n");
  }

  @Test
  void aWriterOfInputThatNobodyReadsWaitsAndIsLetGo() throws Exception {
    RunningProcess process =
        box.runtime()
            .start(box.spec(1, Box.process(false, true, "sleep", "1000"), false), new Recorder());
    Thread writer = Thread.ofVirtual().start(() -> process.write(new byte[200_000]));
    box.runtime().signal(Box.id(1), 9);
    process.exit().join();
    writer.join();
  }

  @Test
  void aTerminalIsOne() throws Exception {
    Recorder seen = new Recorder();
    RunningProcess process =
        box.runtime()
            .start(
                box.spec(
                    1,
                    Box.process(
                        true,
                        true,
                        "sh",
                        "-c",
                        "tty; stty size; read x; stty size; echo \"<$x>\"; cat"),
                    false),
                seen);
    seen.awaitOut("24 80");
    process.resize(30, 100);
    send(process, "line\n");
    seen.awaitOut("<line>");
    assertThat(seen.out()).startsWith("/dev/pts/0\r\n24 80\r\n").contains("30 100\r\n");
    box.restart();
    RunningProcess again = ((Recovered.Running) box.runtime().recover(Box.id(1))).process();
    Recorder later = new Recorder();
    again.attach(later);
    send(again, "more\n");
    later.awaitOut("more\r\n");
    again.closeInput();
    assertThat(again.exit().join().code()).isZero();
    assertThat(box.log(1)).contains("30 100\r");
  }

  @Test
  void aTerminalBelowAnInitIsTheCommands() throws Exception {
    Recorder seen = new Recorder();
    RunningProcess process =
        box.runtime()
            .start(box.spec(1, Box.process(true, true, "sh", "-c", "tty; cat"), true), seen);
    seen.awaitOut("/dev/pts/0");
    send(process, "line\n");
    seen.awaitOut("line\r\nline");
    process.closeInput();
    assertThat(process.exit().join().code()).isZero();
  }

  @Test
  void initReapsAndPassesSignalsOn() throws Exception {
    Recorder seen = new Recorder();
    String script =
        "trap 'echo got; exit 5' TERM; (sh -c 'sleep 0.1 & exec true' &) ; echo $$; while :; do sleep 0.05; done";
    RunningProcess process =
        box.runtime().start(box.spec(1, Box.process(false, false, "sh", "-c", script), true), seen);
    seen.awaitOut("2\n");
    assertThat(box.runtime().processes(Box.id(1)).getFirst().pid()).isEqualTo(process.pid());
    box.runtime().signal(Box.id(1), 15);
    assertThat(process.exit().join().code()).isEqualTo(5);
    assertThat(seen.out()).endsWith("got\n");
  }

  @Test
  void initEndsAsACommandThatASignalEnded() throws Exception {
    RunningProcess process =
        box.runtime()
            .start(
                box.spec(1, Box.process(false, false, "sh", "-c", "kill -9 $$"), true),
                new Recorder());
    assertThat(process.exit().join().code()).isEqualTo(137);
  }

  @Test
  void execJoinsARunningContainer() throws Exception {
    RunningProcess container =
        box.runtime()
            .start(box.spec(1, Box.process(false, false, "sleep", "1000"), false), new Recorder());
    Recorder seen = new Recorder();
    RunningProcess process =
        box.runtime()
            .exec(
                Box.id(1),
                Box.exec(
                    "e1", Box.process(false, true, "sh", "-c", "ps; read x; echo $x >&2; exit 3")),
                seen);
    send(process, "in\n");
    assertThat(process.exit().join().code()).isEqualTo(3);
    assertThat(seen.out()).contains("sleep 1000");
    assertThat(seen.err()).isEqualTo("in\n");

    Recorder cat = new Recorder();
    RunningProcess reading =
        box.runtime().exec(Box.id(1), Box.exec("e2", Box.process(false, true, "cat")), cat);
    send(reading, "x");
    reading.closeInput();
    assertThat(reading.exit().join().code()).isZero();
    assertThat(cat.out()).isEqualTo("x");
    assertThatThrownBy(
            () ->
                box.runtime()
                    .exec(
                        Box.id(1),
                        Box.exec("e3", Box.process(false, false, "nope")),
                        new Recorder()))
        .isInstanceOf(NotRunnable.class);
    assertThatThrownBy(
            () ->
                box.runtime()
                    .exec(
                        Box.id(9), Box.exec("e4", Box.process(false, false, "sh")), new Recorder()))
        .isInstanceOf(NotFound.class);
    assertThat(container.exit()).isNotDone();
  }

  @Test
  void anExecWhoseEngineIsGoneIsEnded() throws Exception {
    box.runtime().start(box.shell(1, "exec sleep 1000"), new Recorder());
    RunningProcess wild =
        box.runtime()
            .exec(
                Box.id(1),
                Box.exec("e1", Box.process(false, false, "sleep", "2000")),
                new Recorder());
    ProcessHandle handle = ProcessHandle.of(wild.pid()).orElseThrow();
    box.restart();
    box.runtime().recover(Box.id(1));
    handle.onExit().join();
  }

  @Test
  void aContainerWhoseKeeperIsKilledEnds() throws Exception {
    RunningProcess process = box.runtime().start(box.shell(1, "exec sleep 1000"), new Recorder());
    int keeper = (int) ProcessHandle.of(process.pid()).orElseThrow().parent().orElseThrow().pid();
    try (var pidfd = io.davit.kernel.process.Pidfd.open(keeper).orElseThrow()) {
      pidfd.signal(9);
    }
    assertThat(process.exit().join().code()).isEqualTo(137);
  }

  @Test
  void aPausedContainerIsKilled() throws Exception {
    RunningProcess process = box.runtime().start(box.shell(1, "exec sleep 1000"), new Recorder());
    box.runtime().pause(Box.id(1));
    box.runtime().signal(Box.id(1), 9);
    assertThat(process.exit().join().code()).isEqualTo(137);
  }

  @Test
  void whatAContainerPrintedWhileNoEngineWasThereIsNotLost() throws Exception {
    box.runtime()
        .start(box.shell(1, "sleep 0.2; echo late; echo no end >&2; exit 4"), new Recorder());
    box.restart();
    Recovered recovered = box.runtime().recover(Box.id(1));
    assertThat(((Recovered.Running) recovered).process().exit().join().code()).isEqualTo(4);
    assertThat(box.log(1)).containsExactlyInAnyOrder("late", "no end");
  }

  @Test
  void aFullDiskMakesItsContainerWaitAndNobodyElse() throws Exception {
    Path small = box.logs(1).directory();
    Files.createDirectories(small);
    command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString());
    try {
      Recorder seen = new Recorder();
      RunningProcess full =
          box.runtime().start(box.shell(1, "seq 1 150000; echo oops >&2; exit 6"), seen);
      seen.awaitOut("\n20000\n");
      RunningProcess other = box.runtime().start(box.shell(2, "echo free"), new Recorder());
      assertThat(other.exit().join().code()).isZero();
      assertThat(full.exit()).isNotDone();
      command("mount", "-o", "remount,size=20m", small.toString());
      assertThat(full.exit().join().code()).isEqualTo(6);
      List<String> expected =
          new ArrayList<>(IntStream.rangeClosed(1, 150_000).mapToObj(i -> "" + i).toList());
      expected.add("oops");
      assertThat(box.log(1)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(seen.out().lines().count()).isEqualTo(150_000);
    } finally {
      command("umount", small.toString());
    }
  }

  private static void command(String... words) throws Exception {
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }
}
