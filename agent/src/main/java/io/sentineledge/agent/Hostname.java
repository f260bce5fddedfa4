package io.sentineledge.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The name of this machine in alerts. */
final class Hostname {
  private Hostname() {}

  /** What Kubernetes calls the node, if it tells; else the kernel's host name. */
  static String of(Map<String, String> environment) {
    String node = environment.getOrDefault("NODE_NAME", "");
    if (!node.isEmpty()) {
      return node;
    }
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
