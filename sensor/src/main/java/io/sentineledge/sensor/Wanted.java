package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import java.util.Set;

/**
 * What the kernel is to send.
 *
 * @param types of events; see {@link Interest}
 * @param answers whether datagrams that name servers send to programs are sent too, with what is in
 *     them, in records of the calls that receive them
 */
public record Wanted(Set<EventType> types, boolean answers) {
  /** The set is copied. */
  public Wanted {
    types = Set.copyOf(types);
  }
}
