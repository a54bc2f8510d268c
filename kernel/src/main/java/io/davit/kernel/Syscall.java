package io.davit.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Makes a system call through syscall(2), and captures errno in the call itself.
///
/// A call that may block pins its carrier: make it on a platform thread.
@SuppressWarnings("restricted")
public final class Syscall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CAPTURE.varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));

  private Syscall() {}

  /// The result of the call, or its errno negated: -38 for ENOSYS. For callers that expect a
  /// certain error.
  public static long tryInvoke(SystemCall call, long... arguments) {
    if (arguments.length > 6) {
      throw new IllegalArgumentException("a system call has at most six arguments");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      long result =
          (long)
              SYSCALL.invokeExact(
                  capture,
                  (long) call.number(),
                  at(arguments, 0),
                  at(arguments, 1),
                  at(arguments, 2),
                  at(arguments, 3),
                  at(arguments, 4),
                  at(arguments, 5));
      return result == -1 ? -(int) ERRNO.get(capture, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// The result of the call.
  ///
  /// @param subject what the call is about, for the exception's text
  public static long invoke(String subject, SystemCall call, long... arguments)
      throws ErrnoException {
    long result = tryInvoke(call, arguments);
    if (result < 0 && result > -4096) {
      throw new ErrnoException(call.kernelName(), (int) -result, subject);
    }
    return result;
  }

  private static long at(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0L;
  }

  /// A symbol of the C library as a method handle, for the few functions that are no plain system
  /// call (`posix_spawn`). Captures nothing: such functions return their error. For the packages of
  /// this module only.
  public static MethodHandle libc(String symbol, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), descriptor);
  }

  /// The address of a segment as a system call takes it.
  public static long address(MemorySegment segment) {
    return segment.address();
  }
}
