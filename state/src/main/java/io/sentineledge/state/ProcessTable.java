package io.sentineledge.state;

import io.sentineledge.event.EventView;
import org.jspecify.annotations.Nullable;

/** Processes by identity: pid, start, generation. Used by the reader's thread alone. */
public final class ProcessTable {
  /**
   * Takes in what an event says about processes.
   *
   * @return the image that caused the event, after the event; null if it is not known
   */
  public @Nullable ProcessImage apply(EventView event) {
    return find(event.pid(), event.start(), event.generation());
  }

  /** The image with this identity, or null. */
  public @Nullable ProcessImage find(int pid, long start, int generation) {
    return null;
  }
}
