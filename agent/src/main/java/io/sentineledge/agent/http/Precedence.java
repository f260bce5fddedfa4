package io.sentineledge.agent.http;

/**
 * How soon requests get a processor of a busy machine: before other work, for somebody waits and an
 * answer takes little. Those beyond {@value #MOST_A_SECOND} a second wait like everybody's work, so
 * that nobody takes time from detection by asking. For one thread.
 */
final class Precedence {
  static final int MOST_A_SECOND = 50;
  private static final int SOONER = 10;
  private static final int SOONEST = -20;
  private static final long SECOND = 1_000_000_000L;

  private final int usual;
  private final int soon;
  private long began;
  private int requests;

  /**
   * @param usual how nice the agent's threads are, which may have been started as any
   */
  Precedence(int usual) {
    this.usual = usual;
    soon = Math.max(usual - SOONER, SOONEST);
  }

  /**
   * How nice the threads of a request are to be.
   *
   * @param now ns of any steady clock
   */
  int ofRequest(long now) {
    if (now - began >= SECOND) {
      began = now;
      requests = 0;
    }
    requests = Math.min(requests + 1, MOST_A_SECOND + 1);
    return requests <= MOST_A_SECOND ? soon : usual;
  }
}
