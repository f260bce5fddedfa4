package io.sentineledge.agent;

import io.sentineledge.kernel.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the agent was kept from running, whatever did it: a short sleep of one of its
 * threads that ends much too late. Sleeps go by CLOCK_MONOTONIC, which stands still while the
 * machine is suspended. A thread that could run but got no processor is told apart by its run delay
 * (Documentation/scheduler/sched-stats.rst), which does not grow while a task is frozen or stopped.
 *
 * <p>One thread sleeps, another one takes.
 */
final class Halts {
  private static final Logger LOG = LoggerFactory.getLogger(Halts.class);

  /** Later than this, ns. */
  private static final long LATE = Duration.ofSeconds(2).toNanos();

  private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

  private final AtomicReference<@Nullable Halt> last = new AtomicReference<>();

  /**
   * A time in which the agent did not run.
   *
   * @param from ns of the boot clock, at most a sleep too early
   * @param to ns of the boot clock
   */
  record Halt(long from, long to) {}

  /** Sleeps. */
  void sleep(Duration time) throws InterruptedException {
    long boot = Clocks.boot();
    long begin = System.nanoTime();
    long waited = runDelay();
    Thread.sleep(time);
    long late = System.nanoTime() - begin - time.toNanos();
    if (late > LATE && waited >= 0) {
      if (runDelay() - waited > late / 2) {
        LOG.warn("The agent got no processor for {} s: the machine is busy", late / 1_000_000_000);
      } else {
        last.set(new Halt(boot, Clocks.boot()));
      }
    }
  }

  /** The last halt, once; null: there was none. */
  @Nullable Halt take() {
    return last.getAndSet(null);
  }

  /** How long the calling thread has waited for a processor, ns; negative: not known here. */
  private static long runDelay() {
    try {
      return Long.parseLong(Files.readString(SCHEDSTAT).split(" ")[1]);
    } catch (IOException e) {
      return -1;
    }
  }
}
