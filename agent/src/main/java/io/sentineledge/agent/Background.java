package io.sentineledge.agent;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Work of the start that is done beside the main thread. */
final class Background {
  private Background() {}

  /** Begins on a thread of its own, which does not keep the process from ending. */
  static void begin(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  /**
   * Waits for a result.
   *
   * @throws RuntimeException that with which the work failed
   */
  static <T> T result(Future<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("a part of the start failed", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a part of the start was done", e);
    }
  }
}
