package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.kernel.BpfObject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/**
 * The tables by which the dispatcher knows the calls that it reports: a byte for each number, the
 * type of its event or 0. The kernel reads them while they are written, a byte at a time.
 */
final class TypeTables {
  private static final int SOCKETCALL = EventType.COUNT;
  private static final int LAST_ROUND = 0xff;

  private final boolean countsOpens;
  private final Table wide;
  private final Table narrow;
  private final MemorySegment unwanted;
  private final MemorySegment names;
  private final MemorySegment questions;
  private final MemorySegment atEntry;

  /** 0, or a number that no earlier interest in connections had. */
  private final MemorySegment tcpRound;

  private int tcpRounds;
  private int entryRounds;

  /** The memory of a table, and what it holds when every type is wanted. */
  private static final class Table {
    private final MemorySegment memory;
    private final byte[] all;

    Table(BpfObject object, String name) {
      memory = object.mapVariable(name);
      all = memory.toArray(ValueLayout.JAVA_BYTE);
    }

    void select(boolean[] wanted) {
      for (int number = 0; number < all.length; number++) {
        int type = Byte.toUnsignedInt(all[number]);
        memory.set(ValueLayout.JAVA_BYTE, number, wanted[type] ? all[number] : 0);
      }
    }
  }

  /**
   * @param countsOpens whether calls that open files go to their program in any case, which asks
   *     itself whether they are wanted
   */
  TypeTables(BpfObject loaded, boolean countsOpens) {
    this.countsOpens = countsOpens;
    wide = new Table(loaded, "se_calls64");
    narrow = new Table(loaded, "se_calls32");
    unwanted = loaded.mapVariable("se_unwanted");
    names = loaded.mapVariable("se_names");
    questions = loaded.mapVariable("se_questions");
    atEntry = loaded.mapVariable("se_at_entry");
    tcpRound = loaded.mapVariable("se_tcp_round");
  }

  /**
   * From now on the programs report calls of these types, and no others.
   *
   * @param more says what is wanted beside events
   */
  void select(Set<EventType> types, Wanted more) {
    boolean answers = more.answers();
    boolean[] wanted = new boolean[SOCKETCALL + 1];
    for (EventType type : EventType.values()) {
      boolean receipt = answers && type.receives();
      wanted[type.id()] =
          types.contains(type)
              || receipt
              || (countsOpens && type.family() == EventType.Family.OPEN);
      wanted[SOCKETCALL] |=
          receipt || (types.contains(type) && type.family() == EventType.Family.NET);
      unwanted.set(ValueLayout.JAVA_BYTE, type.id(), (byte) (types.contains(type) ? 0 : 1));
    }
    names.set(ValueLayout.JAVA_BYTE, 0, (byte) (answers ? 1 : 0));
    questions.set(ValueLayout.JAVA_BYTE, 0, (byte) (more.questions() ? 1 : 0));
    wide.select(wanted);
    narrow.select(wanted);
    selectTcp(types.stream().anyMatch(EventType::isTcpState));
    selectAtEntry(more.atEntry());
  }

  /** Each time with another number, so that what was kept for an earlier interest is not taken. */
  private synchronized void selectAtEntry(Set<EventType> types) {
    entryRounds = entryRounds % LAST_ROUND + 1;
    for (EventType type : EventType.values()) {
      atEntry.set(
          ValueLayout.JAVA_BYTE, type.id(), (byte) (types.contains(type) ? entryRounds : 0));
    }
  }

  private synchronized void selectTcp(boolean wanted) {
    int round = tcpRound.get(ValueLayout.JAVA_INT, 0);
    if (wanted != (round != 0)) {
      tcpRounds += wanted ? 1 : 0;
      tcpRound.set(ValueLayout.JAVA_INT, 0, wanted ? tcpRounds : 0);
    }
  }
}
