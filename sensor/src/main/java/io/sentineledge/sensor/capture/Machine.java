package io.sentineledge.sensor.capture;

import io.sentineledge.event.Text;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a machine to understand its records.
 *
 * @param hostName of the machine, as alerts name it
 * @param kernel release of its kernel
 * @param agent version of the agent that recorded
 * @param mountNamespace inode number of the host's mount namespace, 0 if not known; likewise the
 *     others
 * @param filter condition by which events were kept; empty: all
 * @param users lines of passwd(5), without passwords and comments
 * @param groups lines of group(5), without members
 */
public record Machine(
    String hostName,
    String kernel,
    String agent,
    int mountNamespace,
    int pidNamespace,
    int userNamespace,
    String filter,
    Text users,
    Text groups) {
  private static final int MOST_CHARS = 64 << 10;

  /** The facts as text, without users and groups. */
  byte[] facts() {
    String text =
        line("hostname", hostName)
            + line("kernel", kernel)
            + line("agent", agent)
            + line("mnt_ns", Integer.toUnsignedString(mountNamespace))
            + line("pid_ns", Integer.toUnsignedString(pidNamespace))
            + line("user_ns", Integer.toUnsignedString(userNamespace))
            + line("filter", filter);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String key, String value) {
    String kept = value.substring(0, Math.min(value.length(), MOST_CHARS));
    return key + ' ' + kept.replace('\n', ' ') + '\n';
  }

  /** Reads the facts; keys that are not known are left out, missing values are empty or 0. */
  static Machine of(byte[] facts, Text users, Text groups) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(facts, StandardCharsets.UTF_8).split("[\n\0]")) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        values.putIfAbsent(line.substring(0, blank), line.substring(blank + 1));
      }
    }
    return new Machine(
        values.getOrDefault("hostname", ""),
        values.getOrDefault("kernel", ""),
        values.getOrDefault("agent", ""),
        number(values.get("mnt_ns")),
        number(values.get("pid_ns")),
        number(values.get("user_ns")),
        values.getOrDefault("filter", ""),
        users,
        groups);
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
