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
    List<String> all = new ArrayList<>(List.of("sh", "-c", join() + " && exec \"$@\"", "sh"));
    all.addAll(List.of(command));
    assertEquals(0, new ProcessBuilder(all).inheritIO().start().waitFor());
  }

  /** The command by which a shell joins it. */
  String join() {
    return "echo $$ >" + group.resolve("cgroup.procs");
  }

  /**
   * Limits its memory to this share more than it uses now, or leaves it as it is if the kernel has
   * not so much to give back.
   */
  void limitMemory(double more) {
    try {
      boolean unified = Files.exists(group.resolve("memory.max"));
      long usage = number(group.resolve(unified ? "memory.current" : "memory.usage_in_bytes"));
      String files = unified ? "inactive_file " : "total_inactive_file ";
      long forgotten =
          Files.readAllLines(group.resolve("memory.stat")).stream()
              .filter(line -> line.startsWith(files))
              .mapToLong(line -> Long.parseLong(line.substring(files.length())))
              .sum();
      setMemory((long) ((usage - forgotten) * (1 + more)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  /** Limits its memory. */
  void setMemory(long bytes) {
    Path unified = group.resolve("memory.max");
    try {
      Files.writeString(
          Files.exists(unified) ? unified : group.resolve("memory.limit_in_bytes"), "" + bytes);
    } catch (IOException e) {
      // More is in use than that: a later try
    }
  }

  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
