package io.sentineledge.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of an event, {@code enum se_type} of {@code bpf/include/event.h}. The Falco name
 * ({@code evt.type}) is the constant's name in lower case.
 */
public enum EventType {
  EXECVE(1, Family.EXEC),
  EXECVEAT(2, Family.EXEC),
  FORK(3, Family.FORK),
  VFORK(4, Family.FORK),
  CLONE(5, Family.FORK),
  CLONE3(6, Family.FORK),
  PROCEXIT(7, Family.EXIT),
  /**
   * Not an event: a process that was already running when the agent started. Rules never see it.
   */
  TASK(8, Family.EXEC),
  COMM(9, Family.COMM),
  CHDIR(10, Family.CHDIR),
  FCHDIR(11, Family.CHDIR),
  PTRACE(12, Family.PTRACE),
  CONNECT(13, Family.NET),
  ACCEPT(14, Family.NET),
  ACCEPT4(15, Family.NET),
  BIND(16, Family.NET),
  LISTEN(17, Family.NET),
  OPEN(18, Family.OPEN),
  OPENAT(19, Family.OPEN),
  OPENAT2(20, Family.OPEN),
  CREAT(21, Family.OPEN),
  UNLINK(22, Family.FS),
  UNLINKAT(23, Family.FS),
  RMDIR(24, Family.FS),
  RENAME(25, Family.FS),
  RENAMEAT(26, Family.FS),
  RENAMEAT2(27, Family.FS),
  LINK(28, Family.FS),
  LINKAT(29, Family.FS),
  SYMLINK(30, Family.FS),
  SYMLINKAT(31, Family.FS),
  CHMOD(32, Family.FS),
  FCHMOD(33, Family.FS),
  FCHMODAT(34, Family.FS),
  FCHMODAT2(35, Family.FS),
  TRUNCATE(36, Family.FS),
  FTRUNCATE(37, Family.FS);

  /** Types that share a record body, that is, one struct of {@code event.h}. */
  public enum Family {
    EXEC,
    FORK,
    EXIT,
    COMM,
    CHDIR,
    PTRACE,
    NET,
    OPEN,
    FS
  }

  /** One past the largest id. */
  public static final int COUNT = 38;

  private static final @Nullable EventType[] BY_ID = new EventType[COUNT];

  static {
    for (EventType type : values()) {
      BY_ID[type.id] = type;
    }
  }

  private final int id;
  private final Family family;
  private final String falcoName = name().toLowerCase(Locale.ROOT);

  EventType(int id, Family family) {
    this.id = id;
    this.family = family;
  }

  /** The number in a record; stable for ever. */
  public int id() {
    return id;
  }

  public Family family() {
    return family;
  }

  /** The name in the condition language: the value of {@code evt.type}. */
  public String falcoName() {
    return falcoName;
  }

  public Lane lane() {
    return family == Family.OPEN || family == Family.FS ? Lane.BULK : Lane.CRITICAL;
  }

  /** The type with this id, or null for an id that this version does not know. */
  public static @Nullable EventType of(int id) {
    return id >= 0 && id < COUNT ? BY_ID[id] : null;
  }
}
