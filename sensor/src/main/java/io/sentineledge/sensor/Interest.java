package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.Text;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which types of events the kernel sends: what conditions can be about, and what state is made
 * from. A call that nobody asks for costs what it costs to look up its number.
 */
public final class Interest {
  /** What the processes are known from: sent always. */
  public static final Set<EventType> STATE = state();

  /** What nothing asks for by its type is sent of: all but what programs do all the time. */
  public static final Set<EventType> USUAL = usual();

  private Interest() {}

  private static Set<EventType> state() {
    EnumSet<EventType> types =
        EnumSet.of(EventType.COMM, EventType.PROCEXIT, EventType.CHDIR, EventType.FCHDIR);
    for (EventType type : EventType.values()) {
      if (type.family() == Family.EXEC || type.family() == Family.FORK) {
        types.add(type);
      }
    }
    types.addAll(EnumSet.range(EventType.SETUID, EventType.CAPSET));
    return Collections.unmodifiableSet(types);
  }

  private static Set<EventType> usual() {
    EnumSet<EventType> types = EnumSet.allOf(EventType.class);
    types.removeAll(EnumSet.range(EventType.SOCKET, EventType.FCNTL));
    types.removeAll(EnumSet.range(EventType.KILL, EventType.TGKILL));
    types.removeAll(EnumSet.range(EventType.MMAP, EventType.PKEY_MPROTECT));
    types.removeAll(EnumSet.range(EventType.MKDIR, EventType.MKDIRAT));
    types.removeAll(EnumSet.range(EventType.UTIME, EventType.UTIMENSAT));
    types.remove(EventType.BPF);
    types.remove(EventType.PRCTL);
    types.remove(EventType.IO_URING_ENTER);
    types.removeIf(EventType::isTcpState);
    types.remove(EventType.READ);
    types.removeAll(EnumSet.range(EventType.READV, EventType.PWRITEV2));
    types.remove(EventType.SPLICE);
    types.remove(EventType.SENDFILE);
    types.remove(EventType.IO_URING_CMD);
    types.remove(EventType.IOCTL);
    types.remove(EventType.SETSOCKOPT);
    return Collections.unmodifiableSet(types);
  }

  /**
   * What is sent where conditions are about these types: all of them, {@link #STATE}, and with
   * states of connections what tells whose they are.
   */
  public static Set<EventType> of(Collection<EventType> types) {
    EnumSet<EventType> all = EnumSet.copyOf(STATE);
    all.addAll(types);
    if (all.stream().anyMatch(EventType::isTcpState)) {
      all.add(EventType.ACCEPT);
      all.add(EventType.ACCEPT4);
    }
    return all;
  }

  /**
   * The types that a condition asks for: those that it can be true for, of which one that says
   * little about types asks for the usual ones alone.
   */
  public static Set<EventType> ofCondition(Set<EventType> possible) {
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    types.addAll(possible);
    if (2 * types.size() > EventType.values().length) {
      types.retainAll(USUAL);
    }
    return types;
  }

  /**
   * These types, and where conditions name files what tells to which files their paths lead, as
   * files come and go.
   */
  public static Set<EventType> withFiles(Set<EventType> types, Collection<Text> paths) {
    EnumSet<EventType> all = EnumSet.noneOf(EventType.class);
    all.addAll(types);
    if (!paths.isEmpty()) {
      all.addAll(EnumSet.range(EventType.UNLINK, EventType.SYMLINKAT));
      all.addAll(EnumSet.range(EventType.OPEN, EventType.CREAT));
    }
    return all;
  }
}
