package io.davit.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.kernel.Fd;
import io.davit.kernel.event.EventLoop.Registration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
final class EventLoopTest {
  @TempDir private Path directory;

  @Test
  void aHandlerRunsWhenItsDescriptorIsReadyAndNotAfterItsEnd() throws Exception {
    try (EventLoop loop = new EventLoop("loop");
        Pipes mine = new Pipes();
        Pipes loops = new Pipes()) {
      Pipes.Pipe pipe = Pipes.open();
      CompletableFuture<String> got = new CompletableFuture<>();
      AtomicReference<Registration> registration = new AtomicReference<>();
      onLoop(
          loop,
          () ->
              registration.set(
                  loop.register(
                      pipe.reading(),
                      EventLoop.READABLE,
                      _ -> {
                        got.complete(read(loops, pipe.reading()));
                        registration.get().close();
                      })));
      mine.write(pipe.writing(), "hello".getBytes(StandardCharsets.UTF_8), 0);
      assertThat(got.join()).isEqualTo("hello");
      mine.write(pipe.writing(), new byte[1], 0);
      onLoop(loop, () -> pipe.reading().close());
      pipe.writing().close();
    }
  }

  @Test
  void anErrorOfAHandlerDoesNotStopTheLoop() throws Exception {
    try (EventLoop loop = new EventLoop("loop")) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      loop.execute(() -> thread.complete(Thread.currentThread()));
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      thread.join().setUncaughtExceptionHandler((_, error) -> seen.complete(error));
      loop.execute(
          () -> {
            throw new IllegalStateException("a bug");
          });
      assertThat(seen.join()).hasMessage("a bug");
      onLoop(loop, () -> {});
    }
  }

  @Test
  void timersRunInTheOrderOfTheirTime() throws Exception {
    try (EventLoop loop = new EventLoop("loop")) {
      List<String> order = new CopyOnWriteArrayList<>();
      CountDownLatch done = new CountDownLatch(2);
      loop.execute(
          () -> {
            loop.after(Duration.ofMillis(40), () -> note(order, "later", done));
            loop.after(Duration.ofMillis(1), () -> note(order, "sooner", done));
          });
      done.await();
      assertThat(order).containsExactly("sooner", "later");
    }
  }

  @Test
  void spliceTakesFromThePipeWhatItPutsIntoTheFile() throws Exception {
    try (Pipes pipes = new Pipes()) {
      Path fifo = directory.resolve("fifo");
      Pipes.makeFifo(fifo);
      Pipes.makeFifo(fifo);
      Path file = directory.resolve("file");
      try (Fd pipe = Pipes.openFifo(fifo);
          Fd out = Pipes.openFile(file)) {
        assertThat(pipes.splice(pipe, out, 0)).isEmpty();
        pipes.write(pipe, "abc".getBytes(StandardCharsets.UTF_8), 0);
        assertThat(pipes.splice(pipe, out, 0)).hasValue(3);
        pipes.write(pipe, "defg".getBytes(StandardCharsets.UTF_8), 1);
        assertThat(pipes.splice(pipe, out, 3)).hasValue(3);
        assertThat(Files.readString(file)).isEqualTo("abcefg");
        assertThat(pipes.readAt(out, 2, 3)).isEqualTo("cef".getBytes(StandardCharsets.UTF_8));
        pipes.writeAt(out, "X".getBytes(StandardCharsets.UTF_8), 1);
        assertThat(Files.readString(file)).isEqualTo("aXcefg");
      }
    }
  }

  @Test
  void aFullPipeTakesNothingAndDoesNotBlock() throws Exception {
    try (Pipes pipes = new Pipes();
        Fd fifo = fifo()) {
      assertThat(pipes.write(fifo, new byte[Pipes.CAPACITY], 0)).isEqualTo(Pipes.CAPACITY);
      assertThat(pipes.write(fifo, new byte[1], 0)).isZero();
      assertThat(pipes.read(fifo).orElseThrow()).hasSize(Pipes.CAPACITY);
      assertThat(pipes.read(fifo)).isEmpty();
    }
  }

  private Fd fifo() throws Exception {
    Path path = directory.resolve("full");
    Pipes.makeFifo(path);
    return Pipes.openFifo(path);
  }

  private static void note(List<String> order, String name, CountDownLatch done) {
    order.add(name);
    done.countDown();
  }

  private static String read(Pipes pipes, Fd fd) {
    try {
      return new String(pipes.read(fd).orElseThrow(), StandardCharsets.UTF_8);
    } catch (io.davit.kernel.ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void onLoop(EventLoop loop, Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    done.join();
  }
}
