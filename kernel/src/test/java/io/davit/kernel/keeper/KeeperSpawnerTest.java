package io.davit.kernel.keeper;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.addressOf;
import static io.davit.kernel.program.Operand.behind;
import static io.davit.kernel.program.Operand.bytes;
import static io.davit.kernel.program.Operand.sizeBehind;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.strings;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.event.Pipes;
import io.davit.kernel.program.Datum;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Program;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs the interpreter for real; needs Linux, not root.
@Tag("kernel")
final class KeeperSpawnerTest {
  private final ProgramBuilder program = Program.builder();

  private record Outcome(List<Report> reports, int exitCode) {}

  private Outcome run(Fd... passed) throws ErrnoException {
    try (KeeperSpawner spawner = KeeperSpawner.create();
        Pipes pipes = new Pipes()) {
      var spawned = spawner.spawn("keeper", program.build(), List.of(passed));
      ByteArrayOutputStream reports = new ByteArrayOutputStream();
      try (Fd report = spawned.report();
          var process = spawned.process()) {
        Optional<byte[]> read = pipes.read(report);
        while (read.orElseThrow().length > 0) {
          reports.writeBytes(read.orElseThrow());
          read = pipes.read(report);
        }
        var code = process.reap();
        while (code.isEmpty()) {
          Thread.onSpinWait();
          code = process.reap();
        }
        return new Outcome(Report.parse(reports.toByteArray()), code.getAsInt());
      }
    }
  }

  @Test
  void anEmptyProgramEndsWell() throws Exception {
    assertThat(run()).isEqualTo(new Outcome(List.of(), 0));
  }

  @Test
  void resultsAreKeptComparedAndReported() throws Exception {
    Slot pid = program.slot("pid");
    Slot parent = program.slot("parent");
    Slot number = program.slot("number");
    Label loop = program.label("loop");
    Label done = program.label("done");
    program.call("", SystemCall.GETPID).into(pid);
    program.call("", SystemCall.GETPPID).into(parent);
    program.report("", 1, slot(parent));
    program.move("", value(3)).into(number);
    program.place(loop);
    program.report("", 2, slot(number));
    program.subtract("", slot(number), value(1)).into(number).jumpIfNotZero(loop);
    program.subtract("", value(1), value(2)).into(number).jumpIfNegative(done);
    program.fail("not reached", Errno.EIO);
    program.place(done);
    program.report("", 3, slot(number));
    program.load32("", bytes(new byte[] {1, 2, 3, (byte) 0xff, 9})).into(number);
    program.report("", 4, slot(number));
    program.move("", value(0)).jumpIfNotZero(loop);
    program.call("", SystemCall.EXIT_GROUP, value(42));

    assertThat(run())
        .isEqualTo(
            new Outcome(
                List.of(
                    new Report.Value(1, ProcessHandle.current().pid()),
                    new Report.Value(2, 3),
                    new Report.Value(2, 2),
                    new Report.Value(2, 1),
                    new Report.Value(3, -1),
                    new Report.Value(4, 0xff030201L)),
                42));
  }

  @Test
  void aFailedRowIsReportedByItsIndexAndEndsTheProcess() throws Exception {
    program.call("", SystemCall.GETPID);
    program.call("", SystemCall.CHDIR, text("/nowhere/at/all"));
    program.report("", 1, value(1));
    assertThat(run()).isEqualTo(new Outcome(List.of(new Report.Failed(1, 2)), 255));
  }

  @Test
  void onlyTheNamedErrorsAreIgnored() throws Exception {
    Slot result = program.slot("result");
    program
        .call("", SystemCall.CHDIR, text("/nowhere"))
        .ignoring(Errno.EPERM, Errno.ENOENT)
        .into(result);
    program.report("", 1, slot(result));
    program.call("", SystemCall.CLOSE, value(999)).ignoringAll().into(result);
    program.report("", 2, slot(result));
    program.call("", SystemCall.CHDIR, text("/nowhere")).ignoring(Errno.EPERM);
    assertThat(run())
        .isEqualTo(
            new Outcome(
                List.of(new Report.Value(1, -2), new Report.Value(2, -9), new Report.Failed(4, 2)),
                255));
  }

  @Test
  void allSixOperandsAndSlotAddressesArrive() throws Exception {
    Slot ends = program.slot("ends");
    Slot mapped = program.slot("mapped");
    Datum.Space room = program.space("room", 16);
    program.call("", SystemCall.CLOSE_RANGE, value(5), value(0xffffffffL), value(0));
    program.call("", SystemCall.PIPE2, addressOf(ends), value(0));
    program.report("", 1, slot(ends));
    // mmap(0, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0): the fifth one matters.
    program
        .call(
            "", SystemCall.MMAP, value(0), value(4096), value(1), value(0x22), value(-1), value(0))
        .into(mapped);
    program.load32("", slot(mapped)).into(mapped);
    program.report("", 2, slot(mapped));
    program.call("", SystemCall.WRITE, value(5), text("0123456789"), value(10));
    program.call("", SystemCall.READ, value(3), address(room, 4), value(10)).into(mapped);
    program.report("", 3, slot(mapped));
    program.load32("", address(room, 4)).into(mapped);
    program.report("", 4, slot(mapped));
    assertThat(run().reports())
        .containsExactly(
            new Report.Value(1, 3 | 5L << 32),
            new Report.Value(2, 0),
            new Report.Value(3, 10),
            new Report.Value(4, 0x33323130));
  }

  @Test
  void aCommandIsExecutedWithPassedDescriptorsAndTheReportEnds() throws Exception {
    Pipes.Pipe pipe = Pipes.open();
    program.call("", SystemCall.FCNTL, value(4), value(2), value(1));
    program.call("", SystemCall.DUP3, value(5), value(1), value(0));
    program.call("", SystemCall.CLOSE_RANGE, value(5), value(0xffffffffL), value(0));
    program.call(
        "",
        SystemCall.EXECVE,
        text("/bin/sh"),
        strings(List.of("sh", "-c", "echo $X; ls /proc/self/fd; grep Sig[BI] /proc/self/status")),
        strings(List.of("X=a b", "PATH=/usr/bin:/bin")));
    try (Pipes pipes = new Pipes();
        Fd reading = pipe.reading();
        Fd writing = pipe.writing()) {
      assertThat(run(writing)).isEqualTo(new Outcome(List.of(), 0));
      assertThat(new String(pipes.read(reading).orElseThrow(), StandardCharsets.UTF_8))
          .isEqualTo("a b\n0\n1\n2\n3\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    }
  }

  @Test
  void aLargeProgramIsReadWhole() throws Exception {
    byte[] large = new byte[300_000];
    large[large.length - 4] = 7;
    Slot last = program.slot("last");
    program
        .load32(
            "",
            new io.davit.kernel.program.Operand.Pointer(
                new Datum.Bytes(new Datum.Blob(large)), large.length - 4))
        .into(last);
    program.report("", 1, slot(last));
    assertThat(run().reports()).containsExactly(new Report.Value(1, 7));
  }

  @Test
  void memoryBehindALabelIsReleasedAndNothingBefore() throws Exception {
    byte[] large = new byte[100_000];
    java.util.Arrays.fill(large, (byte) 1);
    Slot value = program.slot("value");
    Label later = program.label("later");
    program.call("", SystemCall.MADVISE, behind(later), sizeBehind(later), value(4));
    program.load32("", bytes(new byte[] {7, 0, 0, 0})).into(value);
    program.report("", 1, slot(value));
    program.load32("", bytes(large)).into(value);
    program.report("", 2, slot(value));
    program.call("", SystemCall.EXIT_GROUP, value(3));
    program.place(later);
    program.load32(
        "",
        new io.davit.kernel.program.Operand.Pointer(
            new Datum.Bytes(new Datum.Blob(new byte[5000])), 0));
    assertThat(run())
        .isEqualTo(
            new Outcome(List.of(new Report.Value(1, 7), new Report.Value(2, 0x01010101)), 3));
  }

  @Test
  void theInterpreterIsSmall() {
    assertThat(Executable.of(new X86Interpreter())).hasSizeLessThan(1024);
  }
}
