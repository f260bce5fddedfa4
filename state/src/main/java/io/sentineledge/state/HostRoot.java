package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The host's file tree: the root of process 1, which need not be that of the agent. Links are
 * followed within it, so that an absolute one does not lead into the agent's own tree.
 */
public final class HostRoot {
  private static final Path ROOT = Path.of("/");

  private final @Nullable Path folder;
  private final Lookups lookups;
  private final Namespaces namespaces;
  private final String description;

  /** Inode numbers of namespaces, 0 where they cannot be read. */
  private record Namespaces(int mount, int pid, int user) {
    static final Namespaces UNKNOWN = new Namespaces(0, 0, 0);

    static Namespaces of(Path process) {
      return new Namespaces(
          number(process.resolve("ns/mnt")),
          number(process.resolve("ns/pid")),
          number(process.resolve("ns/user")));
    }

    private static int number(Path namespace) {
      FileStat stat = FileStat.of(namespace);
      return stat == null ? 0 : (int) stat.inode();
    }
  }

  private HostRoot(
      @Nullable Path folder, Lookups lookups, Namespaces namespaces, String description) {
    this.folder = folder;
    this.lookups = lookups;
    this.namespaces = namespaces;
    this.description = description;
  }

  /** A folder that stands for the host's root. */
  public static HostRoot at(Path folder) {
    return new HostRoot(
        folder.toAbsolutePath().normalize(),
        Lookups.direct(),
        Namespaces.UNKNOWN,
        folder.toString());
  }

  /** No files at all: for events that are not of this machine. */
  public static HostRoot unknown(String reason) {
    return new HostRoot(null, Lookups.direct(), Namespaces.UNKNOWN, reason);
  }

  /**
   * The host that a capture is of: its namespaces are known, its files are not.
   *
   * @param mount inode number of its mount namespace, or 0; likewise the others
   */
  public static HostRoot recorded(int mount, int pid, int user) {
    return new HostRoot(
        null, Lookups.direct(), new Namespaces(mount, pid, user), "known from a capture");
  }

  /**
   * Finds the host's root.
   *
   * @param proc the host's proc file system, such as /proc or /host/proc
   * @param lookups how its files are asked for
   */
  public static HostRoot find(Path proc, Lookups lookups) {
    Path init = proc.resolve("1");
    if (sameRoot(init.resolve("mountinfo"), Path.of("/proc/self/mountinfo"))) {
      return new HostRoot(
          ROOT,
          lookups,
          Namespaces.of(Path.of("/proc/self")),
          "the agent is in the host's mount namespace");
    }
    Path root = init.resolve("root");
    if (Files.isDirectory(root.resolve("etc"))) {
      return new HostRoot(root, lookups, Namespaces.of(init), root.toString());
    }
    return unknown(
        root
            + " cannot be entered: user names and files of the host are unknown;"
            + " grant CAP_SYS_PTRACE; in a container share the host's PID namespace (--pid=host)");
  }

  /** Whether two processes have one root: the ids of mounts are unique in a kernel. */
  private static boolean sameRoot(Path mountinfo, Path other) {
    String mount = rootMount(mountinfo);
    return !mount.isEmpty() && mount.equals(rootMount(other));
  }

  /** Id of the mount that a process sees at /, which is the first and the fifth field. */
  private static String rootMount(Path mountinfo) {
    String id = "";
    try {
      for (String line : Files.readAllLines(mountinfo, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(" ", 6);
        if (fields.length == 6 && fields[4].equals("/")) {
          id = fields[0];
        }
      }
    } catch (IOException e) {
      return "";
    }
    return id;
  }

  /** Whether files of the host can be reached. */
  public boolean isKnown() {
    return folder != null;
  }

  /** Where the agent finds the root; null if files of the host cannot be reached. */
  @Nullable Path folder() {
    return folder;
  }

  /** How its files are asked for. */
  Lookups lookups() {
    return lookups;
  }

  /** How the root was found, or why not and what to do. */
  public String description() {
    return description;
  }

  /** Inode number of the host's mount namespace, or 0 if it cannot be read. */
  public int mountNamespace() {
    return namespaces.mount;
  }

  /** Inode number of the host's pid namespace, or 0. */
  public int pidNamespace() {
    return namespaces.pid;
  }

  /** Inode number of the host's user namespace, or 0. */
  public int userNamespace() {
    return namespaces.user;
  }

  /**
   * Where the agent finds a file of the host, links followed.
   *
   * @param name absolute, in the host's root
   * @return null if there is no such file or the root is not known
   */
  @Nullable Path resolve(Text name) {
    if (folder == null) {
      return null;
    }
    if (folder.equals(ROOT)) {
      return HostFiles.path(name);
    }
    return new PathWalk(folder).follow(HostFiles.path(name), true);
  }

  /**
   * The file with a name in the host's root, links followed.
   *
   * @return null if there is none, {@link FileStat#UNANSWERED} if that could not be learnt in time
   */
  @Nullable FileStat stat(Text name) {
    if (folder == null) {
      return null;
    }
    if (folder.equals(ROOT)) {
      return lookups.stat(name.toBytes(), true);
    }
    Text kept = name.copy();
    return lookups.askOfName(kept.toString(), () -> walk(kept), FileStat.UNANSWERED);
  }

  private @Nullable FileStat walk(Text name) {
    Path path = resolve(name);
    return path == null ? null : FileStat.of(path);
  }
}
