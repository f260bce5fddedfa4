package io.sentineledge.agent;

import java.time.Duration;

/** The wish that the agent end, and the promise that it does within 2 s. */
final class StopRequest {
  private static final Duration DEADLINE = Duration.ofMillis(1800);

  private volatile boolean requested;
  private volatile Runnable wakeup = () -> {};

  /** A request that SIGTERM and SIGINT make. SIGHUP, which would end a process, does nothing. */
  static StopRequest onSignals() {
    StopRequest stop = new StopRequest();
    Signals.handle("TERM", stop::signalled);
    Signals.handle("INT", stop::signalled);
    Signals.handle("HUP", () -> {});
    return stop;
  }

  private void signalled() {
    Thread guard = new Thread(StopRequest::endAtDeadline, "se-stop");
    guard.setDaemon(true);
    guard.start();
    request();
  }

  private static void endAtDeadline() {
    try {
      Thread.sleep(DEADLINE);
    } catch (InterruptedException e) {
      return;
    }
    System.err.println("sentinel-edge: stopping took too long; what was not written is lost");
    // The kernel drops programs and maps with the process that holds them
    Runtime.getRuntime().halt(1);
  }

  void request() {
    requested = true;
    wakeup.run();
  }

  boolean requested() {
    return requested;
  }

  /** What ends the reader's wait; for a request that was made before too. */
  void onRequest(Runnable action) {
    wakeup = action;
    if (requested) {
      action.run();
    }
  }
}
