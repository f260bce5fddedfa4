package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.kernel.BpfProgram;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.KernelException;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.kernel.ProgramInfo;
import io.sentineledge.kernel.RingBuffer;
import io.sentineledge.sensor.ProgramStatus.State;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The running kernel as a source.
 *
 * <p><b>Order.</b> A round looks where the bulk ring's producer is, then where the critical one's
 * is, reads the critical lane up to there and only then the bulk lane up to its mark. Whatever
 * caused a bulk record was committed before it was reserved, so it lies before the critical mark
 * and has been handed out. Marks, not emptiness: a lane that never runs dry cannot hold up the
 * other.
 *
 * <p><b>Sleep.</b> See {@link IdlePolicy}.
 */
public final class LiveSensor implements EventSource {
  private final SensorPrograms programs;
  private final int batchSize;
  private final RingBuffer critical;
  private final RingBuffer bulk;
  private final KernelCounters counters;
  private final IdlePolicy idle;
  private final TypeTables types;
  private final WaitingRequests waiting;
  private final TimeOfDay timeOfDay;
  private final Deliveries deliveries = new Deliveries();
  private final LaneReader criticalReader = new LaneReader(Lane.CRITICAL);
  private final LaneReader bulkReader = new LaneReader(Lane.BULK);
  private long criticalMark;
  private long bulkMark;
  private boolean closed;

  private LiveSensor(SensorPrograms programs, SensorOptions options) {
    this.programs = programs;
    batchSize = options.batchSize();
    critical = new RingBuffer(programs.object().map("se_critical"));
    bulk = new RingBuffer(programs.object().map("se_bulk"));
    counters = new KernelCounters(programs.object().map("se_counters"));
    waiting = new WaitingRequests(programs.object().map("se_waiting"));
    timeOfDay = new TimeOfDay(programs.object().mapVariable("se_time_of_day"));
    types = new TypeTables(programs.object(), options.countFailedOpens());
    types.select(Interest.USUAL, Wanted.of(Interest.USUAL));
    idle =
        new IdlePolicy(critical, bulk, programs.object().mapVariable("se_reader_asleep"), options);
  }

  /**
   * Loads the programs that fit this kernel. Nothing is attached yet.
   *
   * @throws KernelException where libbpf, a capability or BTF is missing, or the kernel refuses a
   *     required program
   */
  public static LiveSensor load(SensorOptions options, Features features) {
    return load(options, features, KeptTypes.NONE);
  }

  /** The same, in less time where the kernel's types are kept. */
  public static LiveSensor load(SensorOptions options, Features features, KeptTypes types) {
    return over(SensorPrograms.load(LibBpf.instance(), features, options, types), options);
  }

  /** Keeps the kernel's types where {@link #load} was told to; any thread. */
  public void keepTypes() {
    programs.keepTypes();
  }

  /** Takes over loaded programs, and closes them where that fails. */
  static LiveSensor over(SensorPrograms programs, SensorOptions options) {
    try {
      return new LiveSensor(programs, options);
    } catch (RuntimeException e) {
      programs.close();
      throw e;
    }
  }

  /**
   * Says which types of events are sent from now on; {@link Interest#USUAL} until told. Types that
   * state is made from are sent in any case. Any thread, before and after the start.
   */
  public void select(Set<EventType> wanted) {
    select(Wanted.of(wanted));
  }

  /** The same, and what is wanted beside. */
  public void select(Wanted wanted) {
    types.select(Interest.of(wanted.types()), wanted);
    programs.readAtEntry(!wanted.atEntry().isEmpty());
  }

  @Override
  public void start() {
    programs.attach();
  }

  @Override
  public TaskListing listTasks(RecordHandler handler) {
    BpfProgram iterator = programs.taskIterator();
    if (iterator != null) {
      return new TaskListing.Listed(TaskReader.read(iterator, handler));
    }
    return new TaskListing.Unavailable("the kernel takes no task iterator");
  }

  @Override
  public int poll(RecordHandler handler) {
    timeOfDay.keep();
    if (bulk.consumerPosition() >= bulkMark) {
      bulkMark = bulk.producerPosition();
      criticalMark = critical.producerPosition();
    }
    int count = critical.drain(criticalReader.to(handler), batchSize);
    idle.criticalRecords(count);
    if (critical.consumerPosition() >= criticalMark) {
      int bulkCount = bulk.drain(bulkReader.to(handler), batchSize, bulkMark);
      idle.bulkRecords(bulkCount);
      count += bulkCount;
    }
    return count + waiting.expire(handler);
  }

  @Override
  public void await() {
    idle.await();
  }

  @Override
  public void wakeup() {
    idle.wakeup();
  }

  @Override
  public void stop() {
    programs.detach();
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public Accounting accounting() {
    return counters.accounting(deliveries, waiting.handedOut(), programs.missedRuns());
  }

  /**
   * What was lost, by workload: of those that lost something most recently. For any thread, until
   * the sensor is closed.
   */
  public List<WorkloadLoss> losses() {
    return new LossMap(programs.object().map("se_losses")).read();
  }

  /**
   * Opens that failed, by workload, since the programs were loaded: of those that failed most
   * recently, where {@link SensorOptions#countFailedOpens}. For any thread, until the sensor is
   * closed.
   */
  public Map<Long, Long> failedOpens() {
    Map<Long, Long> counts = new HashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
      programs
          .object()
          .map("se_failed_opens")
          .forEach(
              key,
              value,
              () ->
                  counts.put(
                      key.get(ValueLayout.JAVA_LONG, 0), value.get(ValueLayout.JAVA_LONG, 0)));
    }
    return counts;
  }

  /** The record about the agent that outlives it. */
  public GuardMap guard() {
    return new GuardMap(programs.object().map("se_guard"));
  }

  /** What became of each program; REFUSED ones are what this kernel cannot show. */
  public List<ProgramStatus> programs() {
    return programs.status();
  }

  /** How full a lane's ring is: 0 to 1. For any thread, until the sensor is closed. */
  public double utilization(Lane lane) {
    RingBuffer ring = lane == Lane.CRITICAL ? critical : bulk;
    return (double) (ring.producerPosition() - ring.consumerPosition()) / ring.size();
  }

  /** What the kernel counts for each loaded program, by name. */
  public Map<String, ProgramInfo> programInfo() {
    return programs.info();
  }

  /** The kernel's numbers of the loaded programs, as bpftool shows them. */
  public List<Integer> programIds() {
    return programs.ids();
  }

  /** The number of programs that run at a place in the kernel. */
  public int attachedPrograms() {
    return (int) programs().stream().filter(p -> p.state() == State.ATTACHED).count();
  }

  /** Which build of the programs is in use: typed (6.2 and later) or legacy. */
  public String variant() {
    return programs.variant();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      programs.detach();
      idle.close();
      critical.close();
      bulk.close();
      programs.close();
    }
  }

  /** One per lane, so that a pass allocates nothing. */
  private final class LaneReader implements RingBuffer.Handler {
    private final Lane lane;
    private RecordHandler handler = (_, _, _, _) -> {};

    LaneReader(Lane lane) {
      this.lane = lane;
    }

    LaneReader to(RecordHandler next) {
      handler = next;
      return this;
    }

    @Override
    public void onRecord(MemorySegment data, long offset, int length) {
      deliveries.count(data, offset);
      handler.onRecord(data, offset, length, lane);
    }
  }
}
