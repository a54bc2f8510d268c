package io.davit.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.cli.Golden;
import io.davit.cli.render.Step.Status;
import io.davit.cli.terminal.Terminal.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Pictures of an operation, as golden frames.
final class ProgressFrameTest {
  private static final long SECOND = 1_000_000_000L;

  private static Step step(String id, Status status, String text) {
    return new Step(id, "", status, text, "");
  }

  private static String text(Iterable<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void anOperationFromItsFirstStepToItsFailure() throws IOException {
    ProgressFrame frame = new ProgressFrame("up", Ansi.OFF);
    Size screen = new Size(24, 80);
    StringBuilder frames = new StringBuilder();
    frame.show(step("Network shop_default", Status.WORKING, "Creating"), 0);
    frame.show(step("Container shop-web-1", Status.WORKING, "Creating"), 0);
    frames.append(text(frame.draw(SECOND / 10, screen))).append('\n');
    frame.show(step("Network shop_default", Status.DONE, "Created"), SECOND / 5);
    frame.show(step("Container shop-web-1", Status.WORKING, "Starting"), SECOND);
    frames.append(text(frame.draw(75 * SECOND, screen))).append('\n');
    frame.show(
        new Step("Container shop-web-1", "", Status.ERROR, "Error", "port 8080 is taken by nginx"),
        76 * SECOND);
    frame.show(step("Volume shop_data", Status.WARNING, "Skipped"), 76 * SECOND);
    frames.append(text(frame.draw(80 * SECOND, screen))).append('\n');
    frames.append("at the end, failures last:\n");
    frames.append(text(frame.drawAll(80 * SECOND, screen)));
    Golden.check("progress/failure.txt", frames.toString());
  }

  @Test
  void moreLinesThanTheScreenHas() throws IOException {
    ProgressFrame frame = new ProgressFrame("up", Ansi.OFF);
    for (int i = 1; i <= 20; i++) {
      boolean done = i <= 15;
      frame.show(
          step(
              "Container shop-web-" + i,
              done ? Status.DONE : Status.WORKING,
              done ? "Started" : "Starting"),
          0);
    }
    Size small = new Size(12, 60);
    assertThat(frame.draw(0, small)).hasSizeLessThan(12);
    assertThat(frame.drawAll(0, small)).hasSize(21);
    Golden.check("progress/tall.txt", text(frame.draw(0, small)));
  }

  @Test
  void narrowScreensCutAndNeverWrap() {
    ProgressFrame frame = new ProgressFrame("up", Ansi.OFF);
    frame.show(
        new Step(
            "Container a-project-with-a-long-name-service-1",
            "",
            Status.WORKING,
            "Waiting",
            "for its health check to succeed, which takes a while"),
        0);
    for (int columns : new int[] {40, 60, 80, 100}) {
      assertThat(frame.draw(0, new Size(24, columns)))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }
  }

  @Test
  void coloursDoNotChangeTheLayout() {
    Size screen = new Size(24, 80);
    ProgressFrame plain = new ProgressFrame("up", Ansi.OFF);
    ProgressFrame coloured = new ProgressFrame("up", new Ansi(true));
    for (Status status : Status.values()) {
      plain.show(step("Container " + status, status, "Text"), 0);
      coloured.show(step("Container " + status, status, "Text"), 0);
    }
    assertThat(text(coloured.draw(0, screen)).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(text(plain.draw(0, screen)));
  }

  @Test
  void eachPictureIsDrawnOverTheOneBefore() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (TerminalProgress progress =
        new TerminalProgress("stop", out, Ansi.OFF, Size.USUAL, () -> 0)) {
      progress.show(step("Container a", Status.WORKING, "Stopping"));
    }
    String drawn = bytes.toString(StandardCharsets.UTF_8);
    assertThat(drawn).startsWith("\u001b[?25l\r[+] stop 0/1\u001b[K\n");
    assertThat(drawn).contains("\u001b[?25l\u001b[2A\r[+] stop 0/1");
    assertThat(drawn).endsWith("\u001b[J\u001b[?25h");
  }
}
