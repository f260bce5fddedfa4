package io.sentineledge.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The boot clock as /proc shows it: to 10 ms. */
final class Uptime {
  /** Ticks of {@code /proc/PID/stat} are always 1/100 s (USER_HZ). */
  private static final long TICK_MILLIS = 10;

  /** Field 22, counted from the one after the command name, which may hold blanks. */
  private static final int START_AFTER_NAME = 19;

  private Uptime() {}

  /** Since the machine started, ms. */
  static long millis() {
    return (long) (Double.parseDouble(read("/proc/uptime").split(" ")[0]) * 1000);
  }

  /** Since this process started, ms; the launcher's share included. */
  static long ofProcessMillis() {
    String stat = read("/proc/self/stat");
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return millis() - Long.parseLong(afterName[START_AFTER_NAME]) * TICK_MILLIS;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
