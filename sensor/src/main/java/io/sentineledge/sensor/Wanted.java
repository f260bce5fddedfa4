package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import java.util.Set;

/**
 * What the kernel is to send.
 *
 * @param types of events; see {@link Interest}
 * @param answers whether datagrams that name servers send to programs are sent too, with what is in
 *     them, in records of the calls that receive them
 * @param questions whether what calls of these types send to name servers is sent with what is in
 *     it, also over TCP
 * @param atEntry types of calls whose names in a process's memory are read when the call begins,
 *     too; unless there are none, every system call of the machine costs a little more
 */
public record Wanted(
    Set<EventType> types, boolean answers, boolean questions, Set<EventType> atEntry) {
  /** The sets are copied. */
  public Wanted {
    types = Set.copyOf(types);
    atEntry = Set.copyOf(atEntry);
  }

  /** Events of these types, and no more. */
  public static Wanted of(Set<EventType> types) {
    return new Wanted(types, false, false, Set.of());
  }
}
