package io.davit.executor.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/// A source without anything.
final class EmptyStream implements ReadStream<Buffer> {
  @Override
  public EmptyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public EmptyStream handler(@Nullable Handler<Buffer> handler) {
    return this;
  }

  @Override
  public EmptyStream pause() {
    return this;
  }

  @Override
  public EmptyStream resume() {
    return this;
  }

  @Override
  public EmptyStream fetch(long amount) {
    return this;
  }

  @Override
  public EmptyStream endHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
