package io.davit.executor.server;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerRuntime.Stream;
import io.davit.runtime.log.LogQuery;
import java.util.Set;

/// The parameters of a request for logs.
final class LogSelection {
  private static final Set<Stream> BOTH = Set.of(Stream.OUT, Stream.ERR);

  private LogSelection() {}

  static LogQuery container(Exchange exchange) {
    boolean out = exchange.flag("stdout");
    boolean err = exchange.flag("stderr");
    if (!out && !err) {
      throw new InvalidInput(
          "Bad parameters: you must choose at least one stream: must specify at least one of"
              + " 'stdout' or 'stderr'",
          new Resource("parameter", "stdout"),
          "add stdout=1 or stderr=1");
    }
    return of(exchange, out && err ? BOTH : out ? Set.of(Stream.OUT) : Set.of(Stream.ERR));
  }

  static LogQuery project(Exchange exchange) {
    return of(exchange, BOTH);
  }

  private static LogQuery of(Exchange exchange, Set<Stream> streams) {
    return new LogQuery(
        streams,
        moment(exchange, "since", Long.MIN_VALUE),
        moment(exchange, "until", Long.MAX_VALUE),
        tail(exchange.query("tail")),
        exchange.flag("follow"));
  }

  /// Docker's clients send 0 for "not given".
  private static long moment(Exchange exchange, String name, long fallback) {
    String text = exchange.query(name);
    return text.isEmpty() || text.equals("0") ? fallback : Moment.parse(text);
  }

  private static long tail(String text) {
    if (text.isEmpty() || text.equals("all")) {
      return -1;
    }
    try {
      return Math.max(-1, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
