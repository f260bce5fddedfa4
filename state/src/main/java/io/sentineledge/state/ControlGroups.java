package io.sentineledge.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control groups that this process is in, of each hierarchy that is mounted.
 *
 * @param hierarchies the groups from the innermost to the topmost below the root
 */
record ControlGroups(List<Hierarchy> hierarchies) {
  /** What freezes or kills whoever is in a group or below it. */
  private static final List<String> HALTING =
      List.of("cgroup.freeze", "cgroup.kill", "freezer.state");

  /** What starves whoever is in a group; above it runtimes set them all the time. */
  private static final List<String> LIMITING =
      List.of(
          "memory.max",
          "memory.high",
          "memory.limit_in_bytes",
          "pids.max",
          "cpu.max",
          "cpu.cfs_quota_us",
          "cpuset.cpus");

  record Hierarchy(boolean unified, Path mount, List<Path> groups) {}

  static ControlGroups ofThisProcess() {
    return of(lines("/proc/self/cgroup"), lines("/proc/self/mountinfo"));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** From the lines of /proc/PID/cgroup and /proc/PID/mountinfo. */
  static ControlGroups of(List<String> groups, List<String> mounts) {
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (String line : groups) {
      String[] parts = line.split(":", 3);
      Path mount = parts.length < 3 ? null : mount(parts[1], mounts);
      if (mount != null) {
        List<Path> chain = new ArrayList<>();
        for (Path at = Path.of(parts[2]);
            at != null && at.getNameCount() > 0;
            at = at.getParent()) {
          chain.add(Path.of(mount + at.toString()));
        }
        hierarchies.add(new Hierarchy(parts[1].isEmpty(), mount, chain));
      }
    }
    return new ControlGroups(hierarchies);
  }

  /** Where the whole of a hierarchy is mounted: the one with these controllers, or the unified. */
  private static @Nullable Path mount(String controllers, List<String> mounts) {
    for (String line : mounts) {
      String[] mount = line.split(" ");
      int dash = Arrays.asList(mount).indexOf("-");
      if (dash < 6 || mount.length < dash + 4 || !mount[3].equals("/")) {
        continue;
      }
      boolean found =
          controllers.isEmpty()
              ? mount[dash + 1].equals("cgroup2")
              : mount[dash + 1].equals("cgroup")
                  && Set.of(mount[dash + 3].split(",")).containsAll(Set.of(controllers.split(",")));
      if (found) {
        return Path.of(mount[4]);
      }
    }
    return null;
  }

  /** The files by which others halt or starve this process. */
  List<Path> controlFiles() {
    List<Path> files = new ArrayList<>();
    for (Hierarchy hierarchy : hierarchies) {
      for (int i = 0; i < hierarchy.groups.size(); i++) {
        Path group = hierarchy.groups.get(i);
        HALTING.forEach(name -> files.add(group.resolve(name)));
        if (i == 0) {
          LIMITING.forEach(name -> files.add(group.resolve(name)));
        }
      }
    }
    return files;
  }

  /** Their folders, and those of the roots: a container's own group looks like one. */
  List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (Hierarchy hierarchy : hierarchies) {
      folders.addAll(hierarchy.groups);
      folders.add(hierarchy.mount);
    }
    return folders;
  }

  /** Id of the innermost group of the unified hierarchy; 0 if there is none but the root. */
  long id() {
    for (Hierarchy hierarchy : hierarchies) {
      if (hierarchy.unified && !hierarchy.groups.isEmpty()) {
        FileStat group = FileStat.of(hierarchy.groups.getFirst());
        return group == null ? 0 : group.inode();
      }
    }
    return 0;
  }
}
