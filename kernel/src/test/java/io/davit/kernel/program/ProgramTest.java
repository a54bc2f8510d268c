package io.davit.kernel.program;

import static io.davit.kernel.program.Operand.address;
import static io.davit.kernel.program.Operand.addressOf;
import static io.davit.kernel.program.Operand.bytes;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.strings;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static io.davit.kernel.program.Operand.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramTest {
  @Test
  void theTextFormHasOneRowALine() {
    ProgramBuilder p = Program.builder();
    Slot pid = p.slot("pid");
    Label child = p.label("child");
    Label parent = p.label("parent");
    Datum.Space status = p.space("status", 128);
    p.call(
            "",
            SystemCall.CLONE3,
            words("clone_args", List.of(symbol("CLONE_NEWNS", 0x20000), addressOf(pid), value(0))),
            value(24))
        .into(pid)
        .jumpIfZero(child);
    p.jump(parent);
    p.place(child);
    p.call("mount a \"tmpfs\"", SystemCall.MOUNT, text("tm\"p\nfs"), value(0x100000))
        .ignoring(Errno.ENOENT, Errno.EBUSY);
    p.call("run", SystemCall.EXECVE, text("/bin/true"), strings(List.of("true", "x")), value(0));
    p.place(parent);
    p.call("wait", SystemCall.WAITID, value(1), slot(pid), address(status, 8))
        .ignoringAll()
        .jumpIfNegative(child);
    p.report("its pid", 7, slot(pid));
    p.call("filter", SystemCall.SECCOMP, bytes(new byte[] {1, 2}), bytes(new byte[40]));

    assertThat(p.build().text())
        .isEqualTo(
            """
                0  clone3(clone_args{CLONE_NEWNS, &pid, 0}, 24) -> pid, if zero goto child
                1  goto parent
            child:
                2  mount("tm\\"p\\nfs", 0x100000) ignoring ENOENT ignoring EBUSY  # mount a "tmpfs"
                3  execve("/bin/true", {"true", "x", 0}, 0)  # run
            parent:
                4  waitid(1, pid, &status[128]+8) ignoring all, if negative goto child  # wait
                5  report(7, pid)  # its pid
                6  seccomp(<0102>, <40 bytes, crc32 e9ec3db1>)  # filter
            """);
  }

  @Test
  void pointersAreAbsoluteAndEqualStringsAreKeptOnce() {
    ProgramBuilder p = Program.builder();
    Slot fd = p.slot("fd");
    p.call("first", SystemCall.CHDIR, text("/a"), text("/a")).into(fd);
    p.call("second", SystemCall.FCHDIR, slot(fd), addressOf(fd), strings(List.of("/a")));
    ByteBuffer image =
        ByteBuffer.wrap(p.build().encode(Architecture.X86_64)).order(ByteOrder.LITTLE_ENDIAN);

    int first = (int) (image.getLong(0) - ProgramImage.ADDRESS);
    int second = first + ProgramImage.ROW_SIZE;
    long string = image.getLong(first + 16);
    assertThat(string).isEqualTo(ProgramImage.ADDRESS + first + 3 * 64);
    assertThat(image.getLong(first + 24)).isEqualTo(string);
    assertThat(image.getShort(first)).isEqualTo((short) 80);
    assertThat(image.get(first + 3)).isEqualTo((byte) 0);
    assertThat(image.get(second + 2)).as("operand 0 is a slot").isEqualTo((byte) 1);
    assertThat(image.getLong(second + 24)).isEqualTo(ProgramImage.ADDRESS + ProgramImage.SLOTS);
    int array = (int) (image.getLong(second + 32) - ProgramImage.ADDRESS);
    assertThat(image.getLong(array)).isEqualTo(string);
    assertThat(image.getLong(array + 8)).isZero();
  }

  @Test
  void twoRoomsAreNeverTheSame() {
    ProgramBuilder p = Program.builder();
    p.call("", SystemCall.READ, address(p.space("a", 8)), address(p.space("a", 8)));
    ByteBuffer image =
        ByteBuffer.wrap(p.build().encode(Architecture.X86_64)).order(ByteOrder.LITTLE_ENDIAN);
    int row = (int) (image.getLong(0) - ProgramImage.ADDRESS);
    assertThat(image.getLong(row + 24)).isEqualTo(image.getLong(row + 16) + 8);
  }

  @Test
  void whatCannotRunIsRefused() {
    ProgramBuilder p = Program.builder();
    p.jump(p.label("nowhere"));
    assertThatThrownBy(p::build).hasMessage("label is not placed: nowhere");
    assertThatThrownBy(() -> text("a\0b")).isInstanceOf(IllegalArgumentException.class);
    ProgramBuilder large = Program.builder();
    large.call("", SystemCall.READ, address(large.space("room", ProgramImage.CAPACITY)));
    assertThatThrownBy(() -> large.build().encode(Architecture.X86_64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }
}
