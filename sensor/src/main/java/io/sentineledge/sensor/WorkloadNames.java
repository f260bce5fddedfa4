package io.sentineledge.sensor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of workloads: the paths of their cgroups, below the mount of the hierarchy that names them.
 * A cgroup's id is the number of its folder's inode (kernfs, from Linux 5.5). Looks into the host's
 * tree when a name is asked for, not before. For any thread.
 */
public final class WorkloadNames {
  private static final int MOST_FOLDERS = 20_000;
  private static final int MOST_NAMES = 2048;
  private static final long AGAIN_NANOS = 5_000_000_000L;

  /** Place of the mount point in a line of mountinfo, and of the type after the separator. */
  private static final int MOUNT_POINT = 4;

  private final Path proc;
  private final Path controllers;
  private final Map<Long, String> names = new HashMap<>();
  private Optional<Path> mount = Optional.empty();
  private long walked;
  private boolean walkedEver;

  /**
   * @param proc the host's proc file system
   */
  public WorkloadNames(Path proc) {
    this.proc = proc;
    controllers = proc.resolve("cgroups");
  }

  private Optional<String> controller() {
    try {
      return WorkloadHierarchy.controller(Files.readString(controllers));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The path of its cgroup, or {@code cgroup ID} where that is gone or can't be seen. */
  public synchronized String name(long workload) {
    if (!names.containsKey(workload)
        && (!walkedEver || System.nanoTime() - walked >= AGAIN_NANOS)) {
      find();
      walked = System.nanoTime();
      walkedEver = true;
    }
    return names.getOrDefault(workload, "cgroup " + workload);
  }

  /** Why names can't be told; empty where they can. Looks for the mount when it was lost. */
  public synchronized String problem() {
    if (mount.filter(WorkloadNames::isCgroup).isEmpty()) {
      mount = findMount();
    }
    return mount.isPresent()
        ? ""
        : "no cgroup file system"
            + controller().map(name -> " of the " + name + " controller").orElse("")
            + " is mounted";
  }

  private static boolean isCgroup(Path folder) {
    return Files.exists(folder.resolve("cgroup.procs"));
  }

  /** Where the host has it mounted, or, where that can't be looked at, the agent. */
  private Optional<Path> findMount() {
    Optional<String> controller = controller();
    return findMount(controller, proc.resolve("1"))
        .or(() -> findMount(controller, proc.resolve("self")));
  }

  private static Optional<Path> findMount(Optional<String> controller, Path process) {
    try {
      for (String line : Files.readAllLines(process.resolve("mountinfo"))) {
        List<String> fields = Arrays.asList(line.split(" "));
        int separator = fields.indexOf("-");
        if (separator > MOUNT_POINT
            && names(controller, fields.subList(separator + 1, fields.size()))) {
          Path root = process.resolve("root");
          Path found = root.resolve(fields.get(MOUNT_POINT).substring(1));
          if (isCgroup(found)) {
            return Optional.of(found);
          }
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a mount (type, source, options) is of the hierarchy. */
  private static boolean names(Optional<String> controller, List<String> mounted) {
    return controller
        .map(name ->
            mounted.getFirst().equals("cgroup")
                && Arrays.asList(mounted.getLast().split(",")).contains(name))
        .orElse(mounted.getFirst().equals("cgroup2"));
  }

  /** Names every cgroup that there is; forgets those that are gone when there are too many. */
  private void find() {
    if (!problem().isEmpty()) {
      return;
    }
    if (names.size() >= MOST_NAMES) {
      names.clear();
    }
    Path root = mount.orElseThrow();
    Deque<Path> waiting = new ArrayDeque<>(List.of(root));
    for (int seen = 0; seen < MOST_FOLDERS && !waiting.isEmpty(); seen++) {
      Path folder = waiting.removeFirst();
      try (DirectoryStream<Path> below = Files.newDirectoryStream(folder)) {
        long id = (long) Files.getAttribute(folder, "unix:ino");
        if (names.size() < MOST_NAMES) {
          names.put(id, "/" + root.relativize(folder));
        }
        for (Path path : below) {
          if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            waiting.addLast(path);
          }
        }
      } catch (IOException e) {
        // removed meanwhile
      }
    }
  }
}
