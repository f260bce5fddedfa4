package io.sentineledge.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Follows the links in a name component by component, as the kernel does for a process: an absolute
 * link leads into the process's root, not the agent's, and {@code /proc/self} is the process.
 */
final class PathWalk {
  /** MAXSYMLINKS of the kernel. */
  private static final int MOST_LINKS = 40;

  private final Path root;
  private final Path proc;
  private final int pid;
  private final int tid;

  /**
   * Of names that are used by no process: {@code /proc/self} is the agent.
   *
   * @param root where the agent finds the root of the names
   */
  PathWalk(Path root) {
    this(root, 0, 0);
  }

  /**
   * Of names that a process uses.
   *
   * @param pid as the root's /proc numbers it, as is {@code tid}
   */
  PathWalk(Path root, int pid, int tid) {
    this.root = root;
    this.pid = pid;
    this.tid = tid;
    proc = root.resolve("proc");
  }

  /**
   * Where the agent finds a file.
   *
   * @param name absolute
   * @param last whether to follow a link that the name ends in
   * @return null if there is no such file
   */
  @Nullable Path follow(Path name, boolean last) {
    ArrayDeque<Path> ahead = new ArrayDeque<>();
    push(ahead, name);
    Path at = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      Path component = ahead.pop();
      String text = component.toString();
      if (text.equals("..")) {
        Path parent = at.equals(root) ? null : at.getParent();
        at = parent == null ? root : parent;
        continue;
      }
      Path next = at.resolve(text.equals(".") ? Path.of("") : ofProcess(at, component));
      if ((!last && ahead.isEmpty()) || !Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        return null;
      }
      try {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        push(ahead, target);
      } catch (IOException e) {
        return null;
      }
    }
    return Files.exists(at, LinkOption.NOFOLLOW_LINKS) ? at : null;
  }

  /** The component, or what it means to the process. */
  private Path ofProcess(Path at, Path component) {
    if (pid != 0 && at.equals(proc)) {
      if (component.toString().equals("self")) {
        return Path.of(Integer.toString(pid));
      }
      if (component.toString().equals("thread-self")) {
        return Path.of(pid + "/task/" + tid);
      }
    }
    return component;
  }

  private static void push(ArrayDeque<Path> ahead, Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      ahead.push(path.getName(i));
    }
  }
}
