package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What tests that load kernel programs ask first. */
final class Root {
  private Root() {}

  /** Skips the test for other users; in CI it runs, and fails, for whomever. */
  static void needed() {
    boolean ci = "true".equals(System.getenv("CI"));
    assumeTrue(ci || System.getProperty("user.name").equals("root"), "loading programs needs root");
  }
}
