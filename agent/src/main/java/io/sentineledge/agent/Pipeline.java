package io.sentineledge.agent;

import io.sentineledge.event.Lane;
import io.sentineledge.event.Text;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.TaskListing;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from a source through state to what evaluates them, on one thread. No step waits,
 * so a test can drive it without a thread and without a kernel.
 */
final class Pipeline implements RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final EventSource source;
  private final EventContext context;
  private final EventIntake intake;
  private final LongUnaryOperator bootTime;
  private final Text hostName;
  private long failures;

  /**
   * @param handler evaluates each event
   * @param bootTime tells ns since 1970 when the boot clock was 0, given what the boot clock is now
   * @param hostName of the machine that the events are from
   */
  Pipeline(
      EventSource source,
      EventContext context,
      EventIntake.Handler handler,
      LongUnaryOperator bootTime,
      Text hostName) {
    this.source = source;
    this.context = context;
    this.intake = new EventIntake(context, handler);
    this.bootTime = bootTime;
    this.hostName = hostName;
  }

  /** Takes in the processes that run already; once, before the first step. */
  TaskListing listTasks() {
    return source.listTasks(this);
  }

  /**
   * One pass over what the source has.
   *
   * @return number of records; 0 when there was none
   */
  int doWork() {
    return source.poll(this);
  }

  /**
   * Lets time pass; to be called now and then, also when no events come.
   *
   * @param bootClock now, ns of the boot clock
   */
  void advance(long bootClock) {
    context.host(hostName, bootTime.applyAsLong(bootClock));
    intake.advance(bootClock);
  }

  /** Hands on what still waited, once no record will come. */
  void finish() {
    intake.finish();
  }

  /** A defect that one event reveals must not blind the agent to the others. */
  @Override
  public void onRecord(MemorySegment memory, long offset, int length, Lane lane) {
    try {
      intake.accept(memory, offset);
    } catch (RuntimeException | Error e) {
      if (failures++ == 0) {
        LOG.error("Internal error; detection goes on with the next event", e);
      }
    }
  }

  /** Records that could not be taken in because of a defect of the agent. */
  long failures() {
    return failures;
  }
}
