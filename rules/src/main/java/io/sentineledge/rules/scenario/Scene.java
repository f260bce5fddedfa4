package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.scenario.Value.BadValue;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.ProcessTable;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A machine on which described events happen one after the other: makes their records, and takes
 * them through the same intake as live ones. Knows nothing of the machine that it runs on.
 *
 * <p>Conditions are compiled anew for each scene, since they are evaluated against one {@link
 * EventContext}. Used by one thread.
 */
public final class Scene {
  /** The boot clock's zero: 2026-01-01T00:00:00Z, ns since 1970. */
  private static final long BOOT = 1_767_225_600_000_000_000L;

  /** The first event: twelve hours later. */
  private static final long BEGIN = 12 * 3600 * 1_000_000_000L;

  private static final long STEP = 1_000_000L;
  private static final long AGE = 60 * 1_000_000_000L;
  private static final String HOST_NAME = "described";
  private static final int ELDEST_PID = 1;
  private static final int SPARE_PIDS = 500;

  private final DescribedAccounts accounts = new DescribedAccounts();
  private final EventContext context;
  private final Map<Integer, Known> processes = new HashMap<>();
  private int spare = SPARE_PIDS;
  private long clock = BEGIN;

  /** A process as the records so far tell of it. */
  private static final class Known {
    final int pid;
    long start;
    int generation;
    int parent;
    ProcessFacts facts;
    List<@Nullable Object> image = List.of();

    Known(int pid, ProcessFacts facts) {
      this.pid = pid;
      this.facts = facts;
    }
  }

  public Scene() {
    FileIdentities files = new FileIdentities(HostRoot.unknown("the machine is described"));
    context = new EventContext(new ProcessTable(), accounts, files);
    context.host(Text.of(HOST_NAME), BOOT);
  }

  /** What the handler is given; its {@link EventContext#files} take the paths of rules. */
  public EventContext context() {
    return context;
  }

  /**
   * Lets an event happen.
   *
   * @param handler called for it while the context is on it
   */
  public void play(EventDescription description, EventIntake.Handler handler) {
    EventIntake intake = new EventIntake(context, handler);
    clock += STEP;
    EventFacts facts = facts(description);
    Long time = facts.time;
    context.host(
        Text.of(facts.hostName == null ? HOST_NAME : facts.hostName),
        time == null ? BOOT : time - clock);
    Known process = lineage(facts, description.pid(), intake);
    Known target =
        facts.targetProcess == null
            ? null
            : target(facts.targetProcess, facts.targetIsOwn ? process.pid : ELDEST_PID, intake);
    facts.lookUp(context.names(), clock);
    RecordWriter record = EventRecord.of(facts);
    if (facts.execs()) {
      process.generation++;
      process.image = facts.process().image();
    }
    identify(record, process, clock);
    if (facts.type.family() == Family.FORK) {
      fork(record, facts, process);
    }
    if (facts.type.family() == Family.COMM) {
      record.u32(Comm.TARGET_TID, (int) facts.process().number(Header.TID, process.pid));
    }
    if (target != null) {
      record.u32(Ptrace.TARGET_PID, target.pid).u64(Ptrace.TARGET_START, target.start);
    }
    accept(intake, record);
    intake.finish();
  }

  /** What is said now, added to what was said of the same process before. */
  private EventFacts facts(EventDescription description) {
    EventFacts facts = new EventFacts(description.type(), accounts);
    int depth = 0;
    for (Known known = processes.get(description.pid());
        known != null && depth <= processes.size();
        known = processes.get(known.parent)) {
      facts.ancestor(depth);
      facts.lineage.set(depth++, known.facts.copy());
    }
    try {
      description.addTo(facts);
    } catch (BadValue e) {
      throw new IllegalArgumentException(
          description.location().position() + ": " + e.getMessage(), e);
    }
    return facts;
  }

  /** Makes records of the process and its ancestors, the eldest first, where they are new. */
  private Known lineage(EventFacts facts, int pid, EventIntake intake) {
    int[] pids = new int[facts.lineage.size() + 1];
    for (int i = 0; i < facts.lineage.size(); i++) {
      pids[i] = i == 0 ? pid : ancestorPid(facts.lineage.get(i), pids[i - 1]);
    }
    int last = facts.lineage.size() - 1;
    pids[last + 1] = pids[last] == ELDEST_PID ? 0 : ELDEST_PID;
    Known child = null;
    for (int i = last; i >= 0; i--) {
      boolean written = i == 0 && facts.execs();
      child = known(facts.lineage.get(i), pids[i], pids[i + 1], !written, intake);
    }
    return Objects.requireNonNull(child);
  }

  private int ancestorPid(ProcessFacts facts, int child) {
    Long said = facts.header.get(Header.PID);
    Known known = processes.get(child);
    return said != null
        ? (int) (long) said
        : known != null && processes.containsKey(known.parent) ? known.parent : --spare;
  }

  private Known known(ProcessFacts facts, int pid, int parent, boolean record, EventIntake intake) {
    Known known = processes.get(pid);
    if (known == null) {
      known = new Known(pid, facts);
      known.generation = 1;
      known.start = clock - AGE + pid;
      processes.put(pid, known);
    }
    Long start = facts.start;
    Long age = facts.duration;
    if (start != null) {
      known.start = start - context.bootTime();
    } else if (age != null) {
      known.start = clock - age;
    }
    known.facts = facts;
    known.parent = parent;
    if (record && !facts.image().equals(known.image)) {
      if (!known.image.isEmpty()) {
        known.generation++;
      }
      known.image = facts.image();
      RecordWriter task = new RecordWriter(EventType.TASK);
      facts.writeHeader(task);
      facts.writeProgram(task);
      identify(task, known, clock - 1);
      accept(intake, task);
    }
    return known;
  }

  private Known target(ProcessFacts target, int parent, EventIntake intake) {
    return known(target, (int) target.number(Header.PID, spare--), parent, true, intake);
  }

  private void fork(RecordWriter record, EventFacts facts, Known creator) {
    long said = facts.words.getOrDefault(Fork.CHILD_PID, facts.result == null ? 0 : facts.result);
    int pid = said <= 0 ? --spare : (int) said;
    ProcessFacts inherited = facts.process().copy();
    inherited.header.remove(Header.PID);
    Known child = new Known(pid, inherited);
    child.start = clock;
    child.generation = creator.generation;
    child.parent = creator.pid;
    child.image = inherited.image();
    processes.put(pid, child);
    record
        .u32(Fork.CHILD_PID, pid)
        .u32(Fork.CHILD_VPID, (int) (long) facts.words.getOrDefault(Fork.CHILD_VPID, (long) pid))
        .u32(Fork.CHILD_PPID, creator.pid)
        .u32(Fork.CHILD_GENERATION, creator.generation)
        .u64(Fork.CHILD_START, child.start)
        .u64(Fork.CHILD_PARENT_START, creator.start);
    if (facts.result == null) {
      record.u64(Header.RESULT, pid);
    }
  }

  private void identify(RecordWriter record, Known process, long time) {
    ProcessFacts facts = process.facts;
    Known parent = processes.get(process.parent);
    record
        .u64(Header.TIME, time)
        .u64(Header.START, process.start)
        .u64(Header.PARENT_START, parent == null ? 0 : parent.start)
        .u32(Header.PID, process.pid)
        .u32(Header.TID, (int) facts.number(Header.TID, process.pid))
        .u32(Header.VPID, (int) facts.number(Header.VPID, process.pid))
        .u32(Header.VTID, (int) facts.number(Header.VTID, process.pid))
        .u32(Header.PPID, process.parent)
        .u32(Header.GENERATION, process.generation)
        .u32(Header.LOGINUID, (int) facts.number(Header.LOGINUID, 0xffff_ffffL));
  }

  private static void accept(EventIntake intake, RecordWriter record) {
    intake.accept(MemorySegment.ofArray(record.build()), 0);
  }
}
