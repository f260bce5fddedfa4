package io.sentineledge.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * Any text as what follows the head of a Sigma rule, so that the first line is understood already;
 * which log source it has is told by the first byte.
 */
public final class SigmaFuzzer {
  private static final String[] SOURCES = {
    "category: process_creation",
    "category: file_event",
    "category: network_connection",
    "service: auditd",
    "definition: none"
  };

  private SigmaFuzzer() {}

  /** Loads what the first input would load otherwise: it is not to blame for the time. */
  public static void fuzzerInitialize() {
    RuleFileFuzzer.load("title: A\nlogsource: {product: linux}\n");
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Limits.check(SigmaFuzzer::read, input);
  }

  private static void read(byte[] input) {
    if (input.length > 0) {
      String source = SOURCES[(input[0] & 0xff) % SOURCES.length];
      String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
      RuleFileFuzzer.load("title: Input\nlogsource: {product: linux, " + source + "}\n" + text);
    }
  }
}
