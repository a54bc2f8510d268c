package io.davit.executor.daemon;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The engine's own log: one line per message on the standard error, ready for journald.
final class LogLines extends Handler {
  private final PrintStream target;
  private final Formatter formatter =
      new Formatter() {
        @Override
        public String format(LogRecord record) {
          return formatMessage(record);
        }
      };

  private LogLines(PrintStream target) {
    this.target = target;
  }

  /// Takes the place of the JDK's own handlers.
  static void install(PrintStream target) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new LogLines(target));
  }

  @Override
  public void publish(LogRecord record) {
    StringBuilder line = new StringBuilder();
    line.append(record.getInstant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    line.append(' ').append(word(record.getLevel()));
    line.append(' ').append(simpleName(String.valueOf(record.getLoggerName()))).append(": ");
    line.append(formatter.format(record).replace("\n", "\\n"));
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace));
      line.append(" | ").append(trace.toString().strip().replaceAll("\\s*\\n\\s*", " | "));
    }
    target.println(line);
  }

  private static String word(Level level) {
    return level.equals(Level.SEVERE) ? "ERROR" : level.getName();
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  @Override
  public void flush() {
    target.flush();
  }

  @Override
  public void close() {
    target.flush();
  }
}
