package io.davit.executor.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TraceTest {
  @Test
  void spansInsideItsScopeAreRecorded() {
    AtomicLong clock = new AtomicLong(1_000_000);
    Trace trace = new Trace(clock::get);
    trace.record(
        () -> {
          clock.addAndGet(2_000);
          try (var _ = Trace.span("outer")) {
            clock.addAndGet(3_000);
          }
        });
    try (var _ = Trace.span("unrecorded")) {
      clock.addAndGet(1);
    }
    JsonObject json = JsonParser.parseString(trace.toJson()).getAsJsonObject();
    assertThat(json.getAsJsonArray("traceEvents")).hasSize(1);
    JsonObject event = json.getAsJsonArray("traceEvents").get(0).getAsJsonObject();
    assertThat(event.get("name").getAsString()).isEqualTo("outer");
    assertThat(event.get("ph").getAsString()).isEqualTo("X");
    assertThat(event.get("ts").getAsDouble()).as("microseconds").isEqualTo(2.0);
    assertThat(event.get("dur").getAsDouble()).isEqualTo(3.0);
  }
}
