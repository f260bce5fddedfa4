package io.sentineledge.agent;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Short work that only the reader's thread may do, since what it looks at is that thread's alone.
 * An exception is its asker's; an error is the pass's of the reader as well.
 */
final class ReaderTasks {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** Asks for it; what it gives comes once the reader has a moment. For any thread. */
  <T> CompletableFuture<T> ask(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    waiting.add(() -> {
      try {
        result.complete(task.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      } catch (Error e) {
        result.completeExceptionally(e);
        throw e;
      }
    });
    return result;
  }

  /** Does what waits. By the reader's thread. */
  void run() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }
}
