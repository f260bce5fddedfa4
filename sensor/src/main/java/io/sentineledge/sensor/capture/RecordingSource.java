package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.TaskListing;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * A source that writes what passes through it into a capture.
 *
 * <p>Whoever keeps only some events asks for those that feed state (exec, fork, exit, rename,
 * chdir), and adds the others to the writer itself.
 */
public final class RecordingSource implements EventSource {
  private final EventSource source;
  private final CaptureWriter writer;
  private final LongSupplier bootClock;
  private final TaskArguments arguments;
  private final boolean[] kept = new boolean[EventType.COUNT];
  private final boolean unknownKept;
  private final Tee tee = new Tee();
  private RecordHandler next = (_, _, _, _) -> {};

  /**
   * @param bootClock reads the clock of events, ns
   * @param arguments tells what records of running processes lack
   * @param all whether every event is written, or only those that feed state
   */
  public RecordingSource(
      EventSource source,
      CaptureWriter writer,
      LongSupplier bootClock,
      TaskArguments arguments,
      boolean all) {
    this.source = source;
    this.writer = writer;
    this.bootClock = bootClock;
    this.arguments = arguments;
    this.unknownKept = all;
    for (EventType type : EventType.values()) {
      kept[type.id()] = all || feedsState(type);
    }
  }

  /** Whether an event is needed to know processes. */
  public static boolean feedsState(EventType type) {
    Family family = type.family();
    return family == Family.EXEC
        || family == Family.FORK
        || family == Family.EXIT
        || family == Family.COMM
        || family == Family.CHDIR;
  }

  /** Writes a record and passes it on. One object, so that a pass allocates nothing. */
  private final class Tee implements RecordHandler {
    @Override
    public void onRecord(MemorySegment memory, long offset, int length, Lane lane) {
      int type = Short.toUnsignedInt(memory.get(CaptureFormat.U16, offset + Header.TYPE));
      int flags = memory.get(CaptureFormat.U16, offset + Header.FLAGS);
      boolean forState = (flags & RecordFlag.FOR_STATE.bit()) != 0;
      if (forState || (type < kept.length ? kept[type] : unknownKept)) {
        writer.append(memory, offset, memory.get(CaptureFormat.U32, offset + Header.SIZE), lane);
      }
      next.onRecord(memory, offset, length, lane);
    }
  }

  @Override
  public void start() {
    source.start();
  }

  @Override
  public TaskListing listTasks(RecordHandler handler) {
    return source.listTasks((memory, offset, length, lane) -> {
      MemorySegment task = arguments.complete(memory, offset);
      int size = (int) task.byteSize();
      writer.task(task, 0, size);
      handler.onRecord(task, 0, size, lane);
    });
  }

  @Override
  public int poll(RecordHandler handler) {
    next = handler;
    long begin = bootClock.getAsLong();
    int count = source.poll(tee);
    if (count == 0) {
      writer.quiet(begin);
    }
    return count;
  }

  @Override
  public void await() {
    source.await();
  }

  @Override
  public void wakeup() {
    source.wakeup();
  }

  @Override
  public void stop() {
    source.stop();
  }

  @Override
  public boolean exhausted() {
    return source.exhausted();
  }

  @Override
  public Accounting accounting() {
    return source.accounting();
  }

  /** Closes the source; the writer is its owner's. */
  @Override
  public void close() {
    source.close();
  }
}
