package io.sentineledge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The agent's memory (PSS: pages of its own, and its share of shared ones) while a process opens
 * files at a steady rate; the most of one look a second. The baseline is the agent when it has just
 * become ready.
 */
public final class Memory {
  private static final Pattern PSS = Pattern.compile("^Pss: +(\\d+) kB$", Pattern.MULTILINE);
  private static final int SECONDS = 20;
  private static final int RATE = 50_000;

  private Memory() {}

  /** Arguments: folder of the compiled C tools, the agent's executable. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path tools = Path.of(args[0]);
    try (Background agent = Background.agent(Path.of(args[1]), "--json")) {
      double ready = megabytes(agent.pid());
      double most = 0;
      double opens;
      try (Workload opener = Workload.start(tools, "paced", "" + SECONDS, "" + RATE)) {
        for (int second = 0; second < SECONDS; second++) {
          Thread.sleep(1000);
          most = Math.max(most, megabytes(agent.pid()));
        }
        opens = opener.result();
      }
      Totals.Count counted = Totals.parse(agent.stop()).of("openat");
      System.out.printf(
          Locale.ROOT,
          "PSS at %,.0f opens/s for %d s: at most %.1f MB, when ready %.1f MB: %.2f; %,d lost%n",
          opens / SECONDS,
          SECONDS,
          most,
          ready,
          most / ready,
          counted.lost());
    }
  }

  private static double megabytes(long pid) throws IOException {
    String rollup = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"));
    Matcher pss = PSS.matcher(rollup);
    if (!pss.find()) {
      throw new IOException("no Pss in smaps_rollup:\n" + rollup);
    }
    return Long.parseLong(pss.group(1)) * 1024 / 1e6;
  }
}
