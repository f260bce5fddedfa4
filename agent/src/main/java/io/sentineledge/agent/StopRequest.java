package io.sentineledge.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The wish that the agent end, and the promise that it does within 2 s. */
final class StopRequest {
  private static final Duration DEADLINE = Duration.ofMillis(1800);

  private volatile boolean requested;
  private @Nullable Runnable wakeup;
  private @Nullable Duration duration;
  private @Nullable Thread guard;
  private volatile Runnable last = () -> {};

  /** A request that SIGTERM and SIGINT make. SIGHUP, which would end a process, does nothing. */
  static StopRequest onSignals() {
    StopRequest stop = new StopRequest();
    Signals.handle("TERM", stop::signalled);
    Signals.handle("INT", stop::signalled);
    Signals.handle("HUP", () -> {});
    return stop;
  }

  private synchronized void signalled() {
    if (wakeup == null) {
      // Nothing has been seen yet, and the kernel drops programs with the process that holds them
      last.run();
      System.err.println("stopped before it was ready");
      Runtime.getRuntime().halt(0);
    }
    if (guard == null) {
      Thread started = new Thread(this::endAtDeadline, "se-stop");
      started.setDaemon(true);
      started.start();
      guard = started;
    }
    request();
  }

  private void endAtDeadline() {
    try {
      Thread.sleep(DEADLINE);
    } catch (InterruptedException e) {
      return;
    }
    last.run();
    System.err.println("sentinel-edge: stopping took too long; what was not written is lost");
    Runtime.getRuntime().halt(1);
  }

  /** Asks for the end. */
  synchronized void request() {
    requested = true;
    if (wakeup != null) {
      wakeup.run();
    }
  }

  boolean requested() {
    return requested;
  }

  /** Asks for the end so long after there is something to end. No deadline holds then. */
  synchronized void after(Duration time) {
    duration = time;
  }

  /** Tells that from now on there is something to end, and how to end the reader's wait. */
  synchronized void onRequest(Runnable action) {
    wakeup = action;
    if (requested) {
      action.run();
    } else if (duration != null) {
      Duration time = duration;
      Thread.ofPlatform().daemon().name("se-duration").start(() -> requestAfter(time));
    }
  }

  private void requestAfter(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      return;
    }
    request();
  }

  /** What must not be left behind where the process is ended at once: too early, or too late. */
  synchronized void onSuddenEnd(Runnable action) {
    last = action;
  }

  /** Tells that all is done: the deadline no longer holds. */
  synchronized void done() {
    if (guard != null) {
      guard.interrupt();
    }
  }
}
