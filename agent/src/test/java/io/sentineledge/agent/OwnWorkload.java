package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group of the test's own, which what else the machine does neither fills nor changes.
 */
final class OwnWorkload implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  private final Path group;

  /**
   * @param unique whose last name no other test has
   */
  OwnWorkload(Path unique) throws IOException {
    // Where both versions are mounted, the agent goes by the one with the controllers
    Path memory = GROUPS.resolve("memory");
    Path root = Files.exists(memory) ? memory : GROUPS;
    group = Files.createDirectory(root.resolve("se-" + unique.getFileName()));
  }

  /** As the agent names it. */
  String name() {
    return "/" + group.getFileName();
  }

  /** Runs a program in it, which must succeed. */
  void run(String... command) throws IOException, InterruptedException {
    String join = "echo $$ >" + group.resolve("cgroup.procs") + " && exec \"$@\"";
    List<String> all = new ArrayList<>(List.of("sh", "-c", join, "sh"));
    all.addAll(List.of(command));
    assertEquals(0, new ProcessBuilder(all).inheritIO().start().waitFor());
  }

  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
