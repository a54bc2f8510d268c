package io.davit.cli.render;

import io.davit.cli.terminal.Terminal.Size;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A [ProgressFrame] drawn in place: each picture over the one before. Between events a thread
/// moves the spinner and the times.
public final class TerminalProgress implements ProgressView {
  private static final int TICK_MILLIS = 100;

  private final PrintStream out;
  private final Size screen;
  private final LongSupplier nanoClock;
  private final ProgressFrame frame;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread ticker;
  private int drawnLines;

  public TerminalProgress(
      String title, PrintStream out, Ansi ansi, Size screen, LongSupplier nanoClock) {
    this.out = out;
    this.screen = screen;
    this.nanoClock = nanoClock;
    this.frame = new ProgressFrame(title, ansi);
    this.ticker = Thread.ofPlatform().daemon().name("progress").unstarted(this::tick);
    ticker.start();
  }

  @Override
  public synchronized void show(Step step) {
    frame.show(step, nanoClock.getAsLong());
    redraw(frame.draw(nanoClock.getAsLong(), screen));
  }

  @Override
  public void close() {
    ended.countDown();
    synchronized (this) {
      if (!frame.isEmpty()) {
        redraw(frame.drawAll(nanoClock.getAsLong(), screen));
      }
    }
  }

  private void tick() {
    try {
      while (!ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        synchronized (this) {
          if (ended.getCount() > 0 && !frame.isEmpty()) {
            redraw(frame.draw(nanoClock.getAsLong(), screen));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder("\u001b[?25l");
    if (drawnLines > 0) {
      text.append("\u001b[").append(drawnLines).append('A');
    }
    for (String line : lines) {
      text.append('\r').append(line).append("\u001b[K\n");
    }
    text.append("\u001b[J\u001b[?25h");
    drawnLines = lines.size();
    out.print(text);
    out.flush();
  }
}
