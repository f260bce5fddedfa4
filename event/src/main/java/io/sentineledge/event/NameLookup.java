package io.sentineledge.event;

/**
 * Finds where a name led, links followed, for calls of which the kernel keeps the name alone and
 * not the file. It is asked once for each name that an {@link EventView} is asked for.
 */
@FunctionalInterface
public interface NameLookup {
  /** For events that are not of this machine's present. */
  NameLookup NONE = (event, asked, to) -> false;

  /**
   * The path that a name led to.
   *
   * @param asked where the name is in the record, such as {@link RecordLayout.Fs#ASKED}
   * @param to receives a path in the root of the container or host, in memory of its own
   * @return false where that is not known, or is the very name that was asked for
   */
  boolean find(EventView event, int asked, Text to);
}
