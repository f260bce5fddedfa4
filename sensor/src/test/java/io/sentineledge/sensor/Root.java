package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What tests that load kernel programs ask first. */
final class Root {
  private Root() {}

  /** Skips the test for other users; in CI it runs, and fails, for whomever. */
  static void needed() {
    assumeTrue(
        inCi() || System.getProperty("user.name").equals("root"), "loading programs needs root");
  }

  /** Whether what a test needs must be there. */
  static boolean inCi() {
    return "true".equals(System.getenv("CI"));
  }
}
