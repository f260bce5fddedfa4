package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from a source through state to a consumer, on one thread. A step never waits, so a
 * test can drive it without a thread and without a kernel.
 */
final class Pipeline implements RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final EventSource source;
  private final EventContext context;
  private final Consumer<EventContext> consumer;
  private long failures;

  /**
   * @param consumer gets each event whose type is known, with its process; not what {@link
   *     EventType#TASK} stands for
   */
  Pipeline(EventSource source, EventContext context, Consumer<EventContext> consumer) {
    this.source = source;
    this.context = context;
    this.consumer = consumer;
  }

  /**
   * One pass over what the source has; allocates nothing unless a rule matches.
   *
   * @return number of records; 0 when there was none
   */
  int doWork() {
    return source.poll(this);
  }

  @Override
  public void onRecord(MemorySegment memory, long offset, int length, Lane lane) {
    EventView event = context.event();
    event.wrap(memory, offset);
    EventType type = EventType.of(event.typeId());
    if (type == null) {
      return;
    }
    try {
      ProcessImage process = context.processes().apply(event);
      context.begin(process != null ? process : context.processes().rebuild(event));
      if (type != EventType.TASK) {
        consumer.accept(context);
      }
    } catch (RuntimeException e) {
      failed(type, e);
    }
  }

  /** A defect that one event reveals must not blind the agent to the others. */
  private void failed(EventType type, RuntimeException e) {
    if (failures++ == 0) {
      LOG.error("Internal error on event {}; detection goes on", type.falcoName(), e);
    }
  }

  /** Events that could not be evaluated because of a defect of the agent. */
  long failures() {
    return failures;
  }
}
