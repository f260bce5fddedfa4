package io.sentineledge.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrecedenceTest {
  private static final long SECOND = 1_000_000_000L;
  private final Precedence precedence = new Precedence(5);

  private int soon(int requests, long from, long each) {
    int soon = 0;
    for (int i = 0; i < requests; i++) {
      soon += precedence.ofRequest(from + i * each) == -5 ? 1 : 0;
    }
    return soon;
  }

  @Test
  void whoAsksNowAndThenComesFirst() {
    assertEquals(1000, soon(1000, SECOND, SECOND / 40));
  }

  @Test
  void nothingIsSoonerThanTheKernelAllows() {
    assertEquals(-20, new Precedence(-15).ofRequest(SECOND));
  }

  @Test
  void whoAsksWithoutEndWaitsLikeOthers() {
    assertEquals(Precedence.MOST_A_SECOND, soon(10_000, SECOND, 10_000));
    assertEquals(Precedence.MOST_A_SECOND, soon(10_000, 5 * SECOND, 10_000));
    assertEquals(5, precedence.ofRequest(5 * SECOND + 100_000_000));
  }
}
