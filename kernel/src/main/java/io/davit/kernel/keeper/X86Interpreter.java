package io.davit.kernel.keeper;

import static io.davit.kernel.keeper.X86Assembler.Register.R10;
import static io.davit.kernel.keeper.X86Assembler.Register.R12;
import static io.davit.kernel.keeper.X86Assembler.Register.R13;
import static io.davit.kernel.keeper.X86Assembler.Register.R14;
import static io.davit.kernel.keeper.X86Assembler.Register.R15;
import static io.davit.kernel.keeper.X86Assembler.Register.R8;
import static io.davit.kernel.keeper.X86Assembler.Register.R9;
import static io.davit.kernel.keeper.X86Assembler.Register.RAX;
import static io.davit.kernel.keeper.X86Assembler.Register.RBP;
import static io.davit.kernel.keeper.X86Assembler.Register.RBX;
import static io.davit.kernel.keeper.X86Assembler.Register.RCX;
import static io.davit.kernel.keeper.X86Assembler.Register.RDI;
import static io.davit.kernel.keeper.X86Assembler.Register.RDX;
import static io.davit.kernel.keeper.X86Assembler.Register.RSI;

import io.davit.kernel.Architecture;
import io.davit.kernel.SystemCall;
import io.davit.kernel.keeper.X86Assembler.When;
import io.davit.kernel.program.Operation.Step;
import io.davit.kernel.program.ProgramImage;

/// The interpreter for x86-64.
///
/// | register | holds |
/// |---|---|
/// | rbp | the slots |
/// | r13 | the first row |
/// | rbx | the current row |
/// | r15 | six words for its operands, behind the memory |
/// | rax | its result |
///
/// A system call changes rax, rcx and r11 only.
final class X86Interpreter implements Interpreter {
  private static final int EM_X86_64 = 62;
  private static final int MEMORY = (int) ProgramImage.ADDRESS;
  private static final int OPERANDS = MEMORY + ProgramImage.CAPACITY;

  private final X86Assembler assembler = new X86Assembler();

  @Override
  public int machine() {
    return EM_X86_64;
  }

  @Override
  public byte[] code() {
    readImage();
    runRow();
    steps();
    judge();
    keepResult();
    goOn();
    end();
    return assembler.assemble();
  }

  private void readImage() {
    assembler.move(RBP, MEMORY + ProgramImage.SLOTS).move(R15, OPERANDS).move(R12, MEMORY);
    assembler.label("read").move(RDI, PROGRAM).move(RSI, R12).move(RDX, R15).subtract(RDX, R12);
    call(SystemCall.READ);
    assembler.test(RAX).jump(When.LESS_OR_EQUAL, "loaded").add(R12, RAX).jump("read");
    assembler.label("loaded").move(RDI, PROGRAM);
    call(SystemCall.CLOSE);
    assembler.load(R13, RBP, -ProgramImage.SLOTS).move(RBX, R13);
  }

  private void runRow() {
    assembler.label("row").load8(R14, RBX, 2).move(RSI, RBX).move(RDI, R15).move(RCX, 6);
    assembler.label("operand").load(RAX, RSI, 16).shiftRight(R14, 1);
    assembler.jump(When.ABOVE_OR_EQUAL, "constant").loadElement(RAX, RBP, RAX);
    assembler.label("constant").store(RDI, 0, RAX).add(RSI, 8).add(RDI, 8);
    assembler.subtract(RCX, 1).jump(When.NOT_EQUAL, "operand");
    assembler.load(RDI, R15, 0).load(RSI, R15, 8).load(RDX, R15, 16);
    assembler.load(R10, R15, 24).load(R8, R15, 32).load(R9, R15, 40);
    assembler.load16(RAX, RBX, 0);
    for (Step step : Step.values()) {
      assembler.compare(RAX, step.number()).jump(When.EQUAL, step.name());
    }
    assembler.compare(RAX, ProgramImage.END).jump(When.EQUAL, "end").syscall().jump("judge");
  }

  private void steps() {
    assembler.label(Step.MOVE.name()).move(RAX, RDI).jump("keep");
    assembler.label(Step.SUBTRACT.name()).move(RAX, RDI).subtract(RAX, RSI).jump("keep");
    assembler.label(Step.LOAD32.name()).load32(RAX, RDI, 0).jump("keep");
    assembler.label(Step.FAIL.name()).move(RDX, RDI).jump("fail");
    assembler.label(Step.REPORT.name());
    report();
    assembler.jump("keep");
  }

  /// A result from -4095 to -1 is an error number, which the row may ignore.
  private void judge() {
    assembler.label("judge").compare(RAX, -4095).jump(When.CARRY, "keep");
    assembler.load8(RCX, RBX, 5).test(RCX).jump(When.NOT_EQUAL, "keep");
    assembler.move(RDX, RAX).negate(RDX).move(RSI, RBX).move(RDI, 8);
    assembler.label("ignored").load8(RCX, RSI, 8).compare(RCX, RDX).jump(When.EQUAL, "keep");
    assembler.add(RSI, 1).subtract(RDI, 1).jump(When.NOT_EQUAL, "ignored");
    assembler.label("fail").subtract(RBX, R13);
    assembler.shiftRight(RBX, 6).move(RCX, 1).shiftLeft(RCX, 32).add(RBX, RCX);
    assembler.store(R15, 0, RBX).store(R15, 8, RDX);
    report();
    assembler.move(RDI, FAILED);
    call(SystemCall.EXIT_GROUP);
  }

  private void keepResult() {
    assembler.label("keep").load8(RCX, RBX, 3).compare(RCX, 0xff).jump(When.EQUAL, "branch");
    assembler.storeElement(RBP, RCX, RAX);
  }

  private void goOn() {
    assembler.label("branch").load8(RCX, RBX, 4).test(RCX).jump(When.EQUAL, "next");
    assembler.subtract(RCX, 1).jump(When.EQUAL, "take");
    assembler.subtract(RCX, 1).jump(When.EQUAL, "if zero");
    assembler.subtract(RCX, 1).jump(When.EQUAL, "if not zero");
    assembler.test(RAX).jump(When.NEGATIVE, "take").jump("next");
    assembler.label("if zero").test(RAX).jump(When.EQUAL, "take").jump("next");
    assembler.label("if not zero").test(RAX).jump(When.NOT_EQUAL, "take");
    assembler.label("next").add(RBX, ProgramImage.ROW_SIZE).jump("row");
    assembler.label("take").load16(RCX, RBX, 6).shiftLeft(RCX, 6);
    assembler.move(RBX, R13).add(RBX, RCX).jump("row");
  }

  private void end() {
    assembler.label("end").move(RDI, 0);
    call(SystemCall.EXIT_GROUP);
  }

  /// Writes the first two operands to the report.
  private void report() {
    assembler.move(RDI, REPORT).move(RSI, R15).move(RDX, 16);
    call(SystemCall.WRITE);
  }

  private void call(SystemCall call) {
    assembler.move(RAX, call.number(Architecture.X86_64)).syscall();
  }
}
