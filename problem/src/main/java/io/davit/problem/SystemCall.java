package io.davit.problem;

/// A system call that the kernel refused.
///
/// @param call the kernel's name for it: `mount`
/// @param errno its symbol: `EPERM`
public record SystemCall(String call, String errno) implements Where {
  @Override
  public String describe() {
    return call + "(2) " + errno;
  }
}
