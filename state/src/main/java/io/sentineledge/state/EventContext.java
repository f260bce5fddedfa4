package io.sentineledge.state;

import io.sentineledge.event.EventView;
import org.jspecify.annotations.Nullable;

/**
 * An event and what is known about it: what conditions and output formats are evaluated against.
 * Moved from event to event by the reader's thread; nothing in it outlives the event.
 */
public final class EventContext {
  private final EventView event = new EventView();
  private final ProcessTable processes;
  private final Accounts accounts;
  private @Nullable ProcessImage process;
  private long number;

  public EventContext(ProcessTable processes, Accounts accounts) {
    this.processes = processes;
    this.accounts = accounts;
  }

  /** The view that the reader wraps around each record. */
  public EventView event() {
    return event;
  }

  /** To be called once the view is on a new record and the table has taken the record in. */
  public void begin(@Nullable ProcessImage process) {
    this.process = process;
    number++;
  }

  /** The image that caused the event; null if it is not known. */
  public @Nullable ProcessImage process() {
    return process;
  }

  public ProcessTable processes() {
    return processes;
  }

  public Accounts accounts() {
    return accounts;
  }

  /** Counts events, from 1: {@code evt.num}, and a key for values cached during one event. */
  public long number() {
    return number;
  }
}
