package io.davit.kernel;

/// The processor architectures whose system call numbers are known.
public enum Architecture {
  X86_64,
  AARCH64;

  /// The one this JVM runs on.
  ///
  /// @throws IllegalStateException on any other
  public static Architecture current() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> throw new IllegalStateException("unsupported processor architecture: " + name);
    };
  }
}
