package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from a tree that looks like a mounted hierarchy. */
class WorkloadNamesTest {
  private static final String MOUNTS =
      """
      22 1 0:21 / /sys rw - sysfs sysfs rw
      30 22 0:26 / /cg/pids rw,nosuid - cgroup cgroup rw,pids
      31 22 0:27 / /cg/memory rw,nosuid - cgroup cgroup rw,memory
      32 22 0:28 / /cg/unified rw shared:1 - cgroup2 cgroup2 rw
      """;

  @TempDir private Path proc = Path.of("");
  private Path root = Path.of("");

  @BeforeEach
  void create() throws IOException {
    root = Files.createDirectories(proc.resolve("1/root"));
    Files.writeString(proc.resolve("1/mountinfo"), MOUNTS);
    cgroup("cg/memory");
    cgroup("cg/memory/a.slice/b");
    cgroup("cg/unified");
    cgroup("cg/unified/c");
  }

  private Path cgroup(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve("cgroup.procs"), "");
    return folder;
  }

  private static long id(Path folder) throws IOException {
    return (long) Files.getAttribute(folder, "unix:ino");
  }

  @Test
  void theControllersMountNamesWorkloadsOfHybridMachines() throws IOException {
    Files.writeString(proc.resolve("cgroups"), "memory\t4\t17\t1\n");
    WorkloadNames names = new WorkloadNames(proc);
    assertEquals("/a.slice/b", names.name(id(root.resolve("cg/memory/a.slice/b"))));
    assertEquals("/", names.name(id(root.resolve("cg/memory"))));
    assertEquals("cgroup 1", names.name(1));
  }

  @Test
  void otherwiseTheUnifiedOneDoes() throws IOException {
    WorkloadNames names = new WorkloadNames(proc);
    assertEquals("/c", names.name(id(root.resolve("cg/unified/c"))));
  }

  @Test
  void aMountThatIsLostIsToldAndFoundAgain() throws IOException {
    WorkloadNames names = new WorkloadNames(proc);
    assertEquals("", names.problem());
    Files.move(root.resolve("cg"), root.resolve("gone"));
    assertTrue(names.problem().contains("no cgroup file system"), names::problem);
    Files.move(root.resolve("gone"), root.resolve("cg"));
    assertEquals("", names.problem());
  }
}
