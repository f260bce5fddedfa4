package io.sentineledge.sensor;

/** How a source came to know the processes that were running before it started. */
public sealed interface TaskListing {
  /**
   * The kernel listed them.
   *
   * @param records how many records were handed out
   */
  record Listed(int records) implements TaskListing {}

  /**
   * The source cannot list them; /proc must be read instead.
   *
   * @param reason why not
   */
  record Unavailable(String reason) implements TaskListing {}
}
