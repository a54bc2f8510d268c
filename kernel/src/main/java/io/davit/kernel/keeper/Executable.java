package io.davit.kernel.keeper;

import io.davit.kernel.program.ProgramImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A static ELF file around an [Interpreter] (elf(5)): one segment with the code, one of zeros for
/// its memory at [ProgramImage#ADDRESS], and a stack that is not executable.
final class Executable {
  private static final long CODE_ADDRESS = 0x400000;
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int SEGMENTS = 3;
  private static final int CODE_OFFSET = HEADER + SEGMENTS * SEGMENT;
  private static final int PT_LOAD = 1;
  private static final int PT_GNU_STACK = 0x6474e551;
  private static final int READ_EXECUTE = 5;
  private static final int READ_WRITE = 6;

  /// The page behind a program is the interpreter's own.
  private static final int MEMORY_SIZE = ProgramImage.CAPACITY + 4096;

  private Executable() {}

  static byte[] of(Interpreter interpreter) {
    byte[] code = interpreter.code();
    int size = CODE_OFFSET + code.length;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    header(file, interpreter.machine());
    segment(file, PT_LOAD, READ_EXECUTE, CODE_ADDRESS, size, size);
    segment(file, PT_LOAD, READ_WRITE, ProgramImage.ADDRESS, 0, MEMORY_SIZE);
    segment(file, PT_GNU_STACK, READ_WRITE, 0, 0, 0);
    return file.put(code).array();
  }

  private static void header(ByteBuffer file, int machine) {
    byte class64 = 2;
    byte littleEndian = 1;
    byte version = 1;
    short executable = 2;
    file.put(new byte[] {0x7f, 'E', 'L', 'F', class64, littleEndian, version});
    file.position(16);
    file.putShort(executable).putShort((short) machine).putInt(version);
    file.putLong(CODE_ADDRESS + CODE_OFFSET).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) SEGMENTS);
    file.position(HEADER);
  }

  private static void segment(
      ByteBuffer file, int type, int protection, long address, long inFile, long inMemory) {
    file.putInt(type).putInt(protection).putLong(0).putLong(address).putLong(address);
    file.putLong(inFile).putLong(inMemory).putLong(4096);
  }
}
