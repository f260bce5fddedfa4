package io.sentineledge.sensor;

import io.sentineledge.event.RecordLayout.Guard;
import io.sentineledge.kernel.BpfMap;
import io.sentineledge.kernel.OwnNumber;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The record about the agent that outlives it: who sent it a signal that ends or halts it, and when
 * it ended. It is in a file of the BPF file system, where one is mounted. One agent of a machine
 * has it; another one that runs at the same time leaves it alone. Used by one thread.
 */
public final class GuardMap {
  /** Where the map is pinned. */
  public static final Path PIN = Path.of("/sys/fs/bpf/sentineledge_guard");

  private final BpfMap map;
  private final MemorySegment key = Arena.ofAuto().allocate(4);
  private final MemorySegment value = Arena.ofAuto().allocate(Guard.BYTES, 8);

  GuardMap(BpfMap map) {
    this.map = map;
  }

  /** Whether what is pinned can stay: a BPF file system is where it has to be. */
  public static boolean isPossible() {
    try {
      return Files.getFileStore(PIN.getParent()).type().equals("bpf");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What is known of an agent.
   *
   * @param begin when it began to watch, ns of the boot clock; 0: nothing is known. So are the
   *     other times
   * @param signal the last that can end or halt it, SE_FROZEN for its control group; 0: none came
   * @param status wait status of the process, once {@code end} is not 0
   */
  public record Entry(
      long begin,
      long signalTime,
      long end,
      int pid,
      int signal,
      int senderPid,
      int senderUid,
      int status,
      String sender) {}

  /** Reads the record, whoever it is about. */
  public Entry read() {
    map.lookup(key, value);
    byte[] name = value.asSlice(Guard.SENDER, 16).toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new Entry(
        value.get(ValueLayout.JAVA_LONG, Guard.BEGIN),
        value.get(ValueLayout.JAVA_LONG, Guard.SIGNAL_TIME),
        value.get(ValueLayout.JAVA_LONG, Guard.END),
        value.get(ValueLayout.JAVA_INT, Guard.PID),
        value.get(ValueLayout.JAVA_INT, Guard.SIGNAL),
        value.get(ValueLayout.JAVA_INT, Guard.SENDER_PID),
        value.get(ValueLayout.JAVA_INT, Guard.SENDER_UID),
        value.get(ValueLayout.JAVA_INT, Guard.STATUS),
        new String(name, 0, length, StandardCharsets.UTF_8));
  }

  /**
   * Begins a record about this process.
   *
   * @param begin ns of the boot clock
   */
  public void write(long begin) {
    value.fill((byte) 0);
    value.set(ValueLayout.JAVA_LONG, Guard.BEGIN, begin);
    value.set(ValueLayout.JAVA_INT, Guard.PID, OwnNumber.get());
    map.update(key, value);
  }

  /**
   * Says in which control group this process is, so that who freezes it is noted.
   *
   * @param id of the unified hierarchy's group; 0 if it is in none
   */
  public void group(long id) {
    map.lookup(key, value);
    value.set(ValueLayout.JAVA_LONG, Guard.GROUP, id);
    map.update(key, value);
  }
}
