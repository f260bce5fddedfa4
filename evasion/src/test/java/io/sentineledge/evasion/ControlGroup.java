package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control group of the test's own. */
final class ControlGroup {
  private ControlGroup() {}

  /** Makes one where the unified hierarchy is mounted; its name is that of the test's folder. */
  static Path make(Path name) throws IOException {
    Path unified = Path.of("/sys/fs/cgroup/unified");
    return make(Files.exists(unified) ? unified : Path.of("/sys/fs/cgroup"), name);
  }

  /** The same in another hierarchy, mounted there. */
  static Path make(Path root, Path name) throws IOException {
    return Files.createDirectory(root.resolve("se" + name.toString().replace('/', '-')));
  }

  /** Writes to one of its files, by a shell, so that the writer is a program. */
  static void write(Path group, String file, String text) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "echo " + text + " >" + group.resolve(file)).start();
    assertEquals(0, shell.waitFor());
  }

  static void remove(Path group) throws Exception {
    for (int attempt = 0; !Files.readString(group.resolve("cgroup.procs")).isEmpty(); attempt++) {
      if (attempt == 100) {
        throw new AssertionError(group + " is not empty");
      }
      Thread.sleep(50);
    }
    Files.delete(group);
  }
}
