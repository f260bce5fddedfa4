package io.sentineledge.sensor;

/**
 * A source of records: live, replayed or made up. One thread, the reader, calls {@link #start},
 * {@link #listTasks}, {@link #poll} and {@link #await}; the other methods may be called by any.
 *
 * <pre>
 * source.start();
 * source.listTasks(handler);
 * while (running &amp;&amp; !source.exhausted()) {
 *   if (source.poll(handler) == 0) {
 *     source.await();
 *   }
 * }
 * source.stop();
 * while (source.poll(handler) > 0) {}
 * source.close();
 * </pre>
 *
 * <p><b>Order.</b> The records of a lane come in the order in which they were written. Between
 * lanes: a record of the bulk lane comes after every critical record that was written before it
 * was, so the exec or fork that caused an open is seen before the open. A critical record may come
 * before bulk records that are older.
 */
public interface EventSource extends AutoCloseable {
  /**
   * Begins to collect records.
   *
   * @throws io.sentineledge.kernel.KernelException where the kernel refuses
   */
  void start();

  /**
   * Hands out a record of type TASK for each process that was already running. Called once, after
   * {@link #start} and before the first {@link #poll}; a process that starts in between is reported
   * by both. These records are no events and not accounted for.
   */
  TaskListing listTasks(RecordHandler handler);

  /**
   * One pass: hands out records that are there, at most a batch of each lane. Does not wait, and
   * allocates nothing.
   *
   * @return the number of records; 0 does not mean that the source has ended
   */
  int poll(RecordHandler handler);

  /**
   * Waits after a pass that found nothing until there may be something, as long as the source's
   * idle policy allows. May return early.
   */
  void await();

  /** Ends the current or the next {@link #await}. */
  void wakeup();

  /**
   * Ends the collection. Records that have been collected can still be polled; once a pass finds
   * none, the {@link #accounting} is final.
   */
  void stop();

  /** Whether there will never be another record. */
  boolean exhausted();

  /** What became of the events so far. */
  Accounting accounting();

  /** Stops and leaves nothing in the kernel. Call it when the reader has left {@link #poll}. */
  @Override
  void close();
}
