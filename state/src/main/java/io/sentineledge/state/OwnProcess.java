package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to this agent: its process and threads, the objects of bpf that it holds, the files
 * that control its control groups. Looked up when an event asks, and kept. Used by the reader's
 * thread.
 */
public final class OwnProcess {
  /** Of an event that tells nothing of this machine's present: nothing belongs to an agent. */
  public static final OwnProcess NONE = new OwnProcess(0);

  /** Kinds of objects of bpf, as {@code enum se_object} has them. */
  private static final String[] KINDS = {"", "prog_id:", "map_id:", "link_id:"};

  /** An agent attaches its programs again now and then. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private record ObjectId(int kind, int id) {}

  private record FileId(int device, long inode) {}

  private final int pid;
  private final Text folder;
  private Set<ObjectId> objects = Set.of();
  private long lookedAt;
  private @Nullable Set<FileId> controlFiles;

  private OwnProcess(int pid) {
    this.pid = pid;
    folder = pid == 0 ? Text.EMPTY : Text.of("/proc/" + pid + "/");
  }

  /**
   * The process that this runs in.
   *
   * @param number by which the kernel knows it; it has another one for itself in a PID namespace of
   *     its own
   */
  public static OwnProcess current(int number) {
    return new OwnProcess(number);
  }

  /** Whether this is the number of the process or of one of its threads. */
  public boolean is(long number) {
    return pid != 0
        && (number == pid
            || (number > 0
                && pid == ProcessHandle.current().pid()
                && Files.exists(Path.of("/proc/self/task", Long.toString(number)))));
  }

  /** Whether this is the number of the process. */
  public boolean isProcess(long number) {
    return pid != 0 && number == pid;
  }

  /** Whether a path leads below the process's folder in /proc. */
  public boolean hasBelowProc(Text path) {
    return pid != 0 && path.startsWith(folder);
  }

  /** Whether the agent holds this program, map or link. */
  public boolean holds(int kind, int id) {
    if (pid == 0 || id == 0) {
      return false;
    }
    ObjectId object = new ObjectId(kind, id);
    if (!objects.contains(object) && System.nanoTime() - lookedAt > FRESH_NANOS) {
      objects = held();
      lookedAt = System.nanoTime();
    }
    return objects.contains(object);
  }

  private static Set<ObjectId> held() {
    Set<ObjectId> held = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
      for (Path file : files) {
        addObjects(file, held);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return held;
    }
    return held;
  }

  private static void addObjects(Path file, Set<ObjectId> to) {
    try {
      for (String line : Files.readAllLines(file)) {
        for (int kind = 1; kind < KINDS.length; kind++) {
          if (line.startsWith(KINDS[kind])) {
            to.add(
                new ObjectId(
                    kind, Integer.parseUnsignedInt(line.substring(KINDS[kind].length()).strip())));
          }
        }
      }
    } catch (IOException e) {
      // Closed meanwhile
    }
  }

  /**
   * Whether a file is one by which the agent's control group, or one above it, is frozen or killed,
   * or by which its own is limited.
   *
   * @param device as records have it
   */
  public boolean isControlledBy(int device, long inode) {
    if (pid == 0) {
      return false;
    }
    Set<FileId> files = controlFiles;
    if (files == null) {
      files = new HashSet<>();
      for (Path path : ControlGroups.ofThisProcess().controlFiles()) {
        FileStat file = FileStat.of(path);
        if (file != null) {
          files.add(new FileId(file.device(), file.inode()));
        }
      }
      controlFiles = files;
    }
    return files.contains(new FileId(device, inode));
  }

  /** Id of the process's control group in the unified hierarchy; 0 if it is in none. */
  public static long controlGroup() {
    return ControlGroups.ofThisProcess().id();
  }
}
