package io.sentineledge.kernel;

import java.util.List;

/** Finds what matters in the log that the kernel's verifier writes when it refuses a program. */
final class VerifierLog {
  /** Closing statistics, printed after the reason by bpf_check() and print_verification_stats(). */
  private static final List<String> STATISTICS =
      List.of("processed ", "verification time ", "stack depth ", "max_states_per_insn ");

  private VerifierLog() {}

  /** The last line that gives a reason; empty when there is none. */
  static String decisiveLine(String log) {
    String found = "";
    for (String line : log.lines().toList()) {
      String text = line.strip();
      if (!text.isEmpty() && STATISTICS.stream().noneMatch(text::startsWith)) {
        found = text;
      }
    }
    return found;
  }

  static int lineCount(String log) {
    return (int) log.lines().filter(line -> !line.isBlank()).count();
  }
}
