package io.sentineledge.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The name of this machine in alerts, as it was when it was first asked for. */
final class Hostname {
  private static final String NAME = of(System.getenv());

  private Hostname() {}

  static String name() {
    return NAME;
  }

  /** What Kubernetes calls the node, if it tells; else the kernel's host name. */
  private static String of(Map<String, String> environment) {
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
