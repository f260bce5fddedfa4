package io.sentineledge.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The running kernel's release as uname(2) tells it. For messages only: support is decided by
 * probes, since distributions carry features back.
 *
 * @param release the whole string, as in {@code 6.1.0-13-amd64}
 * @param major the first number, 0 where the string has none
 * @param minor the second number
 */
public record KernelVersion(String release, int major, int minor) {
  private static final Pattern NUMBERS = Pattern.compile("^(\\d+)\\.(\\d+)");

  /** The kernel this process runs on. */
  public static KernelVersion current() {
    try {
      return parse(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    } catch (IOException e) {
      return parse("unknown: " + e.getMessage());
    }
  }

  static KernelVersion parse(String release) {
    Matcher matcher = NUMBERS.matcher(release);
    return matcher.find()
        ? new KernelVersion(
            release, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new KernelVersion(release, 0, 0);
  }

  @Override
  public String toString() {
    return release;
  }
}
