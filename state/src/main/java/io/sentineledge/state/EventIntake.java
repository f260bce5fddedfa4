package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Fork;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The way of a record into what the agent knows, and on to what evaluates it.
 *
 * <p>Lanes are read apart, so an opened file can be read before the exec of the program that opened
 * it. Such an event waits until its image is there, or a time has passed; then the image is put
 * together from what there is. The events of one process in one lane are handed on in the order in
 * which they came. A later critical event of the same process shows that what an event waits for
 * was lost, and ends the wait.
 *
 * <p>Used by the reader's thread alone.
 */
public final class EventIntake {
  /** Longest wait by the clock of events, ns. */
  public static final long LONGEST_WAIT_NANOS = 500_000_000L;

  private static final long LARGEST_RECORD = 1 << 16;
  private static final int VERIFIED_A_SECOND = 16;
  private static final long SECOND = 1_000_000_000L;

  /** What evaluates events. */
  public interface Handler {
    /** Called for each event; what it is given is valid until it returns. */
    void event(EventContext context);
  }

  private final EventContext context;
  private final EventView event;
  private final ProcessTable processes;
  private final ProcessCounters counters;
  private final Handler handler;
  private final Parking parking = new Parking();
  private @Nullable MemorySegment scratch;
  private long verified;

  public EventIntake(EventContext context, Handler handler) {
    this.context = context;
    this.handler = handler;
    event = context.event();
    processes = context.processes();
    counters = processes.counters();
  }

  /**
   * Takes in one record, and hands on the events that are now due: none, this one, or several.
   *
   * @param offset of the record in the segment, bytes
   */
  public void accept(MemorySegment segment, long offset) {
    event.wrap(segment, offset);
    EventType type = EventType.of(event.typeId());
    if (type == null) {
      counters.unknownTypes++;
      return;
    }
    if (type.isTcpState()) {
      handOn(type, processes.apply(event));
      return;
    }
    boolean critical = type.lane() == Lane.CRITICAL;
    if (critical && !parking.isEmpty() && handOn(event.pid(), event.start(), before())) {
      event.wrap(segment, offset);
    }
    ProcessImage image = processes.apply(event);
    if (image == null && !mayCome()) {
      image = processes.rebuild(event);
    }
    if (image == null) {
      park(segment, offset);
    } else if (critical && !parking.isEmpty()) {
      acceptCritical(type, image);
    } else {
      handOn(type, image);
    }
    if (!parking.isEmpty()) {
      giveUp();
    }
  }

  /** Greatest generation of images that no record to come can make. */
  private int before() {
    return event.generation() - 1;
  }

  private void acceptCritical(EventType type, ProcessImage image) {
    boolean fork = type.family() == EventType.Family.FORK;
    int child = fork ? event.u32(Fork.CHILD_PID) : 0;
    long childStart = fork ? event.u64(Fork.CHILD_START) : 0;
    int childGeneration = fork ? event.u32(Fork.CHILD_GENERATION) : 0;
    handOn(type, image);
    handOn(image.pid, image.start, image.generation);
    if (fork) {
      handOn(child, childStart, childGeneration);
    }
  }

  private void handOn(EventType type, @Nullable ProcessImage image) {
    if (type != EventType.TASK) {
      context.files().learn(event);
      context.names().learn(event);
      if (!event.flag(RecordFlag.FOR_STATE)) {
        context.begin(image);
        handler.event(context);
      }
    }
  }

  /** Hands on what waits for images of a process up to a generation; false if there is nothing. */
  private boolean handOn(int pid, long start, int generation) {
    boolean any = false;
    for (Parking.Parked parked = parking.first(pid, start, generation);
        parked != null;
        parked = parking.first(pid, start, generation)) {
      handOn(parked);
      any = true;
    }
    return any;
  }

  private void handOn(Parking.Parked parked) {
    parking.remove(parked);
    MemorySegment segment = scratch();
    MemorySegment.copy(parked.record, 0, segment, ValueLayout.JAVA_BYTE, 0, parked.record.length);
    event.wrap(segment, 0);
    ProcessImage image = processes.apply(event);
    if (image == null) {
      counters.givenUp++;
      image = processes.rebuild(event);
    } else {
      counters.released++;
    }
    handOn(event.type(), image);
  }

  /** In memory of the same kind as the rings', so that the view is compiled for one kind. */
  private MemorySegment scratch() {
    MemorySegment segment = scratch;
    if (segment == null) {
      segment = Arena.ofAuto().allocate(LARGEST_RECORD, Long.BYTES);
      scratch = segment;
    }
    return segment;
  }

  /** Whether the record that makes the image of the event can still come. */
  private boolean mayCome() {
    ProcessImage newest = processes.current(event.pid());
    return newest == null
        || newest.start < event.start()
        || (newest.start == event.start() && newest.generation < event.generation());
  }

  private void park(MemorySegment segment, long offset) {
    boolean full = parking.isFull();
    parking.add(event, segment, offset);
    counters.parked++;
    Parking.Parked oldest = parking.oldest();
    if (full && oldest != null) {
      giveUp(oldest);
    }
  }

  /** Ends the wait of what has waited too long. */
  private void giveUp() {
    long latest = processes.clock() - LONGEST_WAIT_NANOS;
    for (Parking.Parked oldest = parking.oldest();
        oldest != null && oldest.time <= latest;
        oldest = parking.oldest()) {
      giveUp(oldest);
    }
  }

  private void giveUp(Parking.Parked parked) {
    handOn(parked);
    handOn(parked.pid, parked.start, parked.generation);
  }

  /**
   * To be called on each pass of the reader, also when there are no events.
   *
   * @param bootTime now, ns of the boot clock
   */
  public void advance(long bootTime) {
    processes.advance(bootTime);
    giveUp();
    context.files().refresh(bootTime);
    context.accounts().refresh(bootTime);
    if (bootTime - verified >= SECOND) {
      verified = bootTime;
      processes.verify(VERIFIED_A_SECOND);
    }
  }

  /** To be called at the end of the events: nothing will come that an event waits for. */
  public void finish() {
    for (Parking.Parked oldest = parking.oldest(); oldest != null; oldest = parking.oldest()) {
      giveUp(oldest);
    }
  }
}
