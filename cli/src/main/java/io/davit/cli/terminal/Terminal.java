package io.davit.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The terminal behind this process's standard streams.
public interface Terminal {
  /// A screen's size in characters.
  record Size(int rows, int columns) {
    public static final Size USUAL = new Size(24, 80);
  }

  boolean inputIsTerminal();

  boolean outputIsTerminal();

  boolean errorIsTerminal();

  /// The size now; [Size#USUAL] when it cannot be known.
  Size size();

  /// Hands every key press to the reader, unechoed, until the handle is closed: cfmakeraw(3).
  Raw raw() throws IOException;

  /// The mode before, to be restored. Closing twice is harmless.
  interface Raw extends AutoCloseable {
    @Override
    void close();
  }

  /// The real one.
  static Terminal ofProcess() {
    return new ProcessTerminal();
  }

  /// Without any terminal, as in CI.
  static Terminal none() {
    return new NoTerminal();
  }

  /// Where nothing is a terminal.
  final class NoTerminal implements Terminal {
    @Override
    public boolean inputIsTerminal() {
      return false;
    }

    @Override
    public boolean outputIsTerminal() {
      return false;
    }

    @Override
    public boolean errorIsTerminal() {
      return false;
    }

    @Override
    public Size size() {
      return Size.USUAL;
    }

    @Override
    public Raw raw() throws IOException {
      throw new IOException("the input is not a terminal");
    }
  }

  /// The terminal of this process.
  final class ProcessTerminal implements Terminal {
    private static final File CONTROLLING = new File("/dev/tty");

    private ProcessTerminal() {}

    @Override
    public boolean inputIsTerminal() {
      return isTerminal(0);
    }

    @Override
    public boolean outputIsTerminal() {
      return isTerminal(1);
    }

    @Override
    public boolean errorIsTerminal() {
      return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
      try {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public Size size() {
      try {
        String[] words = stty("size").strip().split(" ", -1);
        int rows = Integer.parseInt(words[0]);
        int columns = Integer.parseInt(words[1]);
        return rows > 0 && columns > 0 ? new Size(rows, columns) : Size.USUAL;
      } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return Size.USUAL;
      }
    }

    @Override
    public Raw raw() throws IOException {
      String before = stty("-g").strip();
      Raw restore =
          () -> {
            try {
              stty(before);
            } catch (IOException e) {
              // The terminal is gone; there is no mode left to restore.
            }
          };
      Thread atExit = new Thread(restore::close);
      Runtime.getRuntime().addShutdownHook(atExit);
      stty("raw", "-echo");
      return restore;
    }

    private static String stty(String... arguments) throws IOException {
      String[] command = new String[arguments.length + 1];
      command[0] = "stty";
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(CONTROLLING)
              .redirectError(Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        if (process.waitFor() != 0) {
          throw new IOException("stty failed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      return output;
    }
  }
}
