package io.sentineledge.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name by which {@code ps} and {@code pgrep} know the agent, instead of {@code java}. */
final class ProcessName {
  private ProcessName() {}

  static void set() {
    try {
      Files.writeString(Path.of("/proc/self/comm"), "sentinel-edge");
    } catch (IOException e) {
      // /proc is read-only here: the name stays java, and nothing else depends on it
    }
  }
}
