package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Header;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes by identity: pid, start, generation. Filled from the records of running processes or
 * from /proc, then kept by fork, exec, exit, chdir and rename events, whatever the order in which
 * lanes are read.
 *
 * <p>Used by the reader's thread alone. Looking up and taking in an event other than fork and exec
 * allocates nothing.
 */
public final class ProcessTable {
  private final ProcessCounters counters = new ProcessCounters();
  private final ImageIndex index = new ImageIndex();
  private final ArgumentStore arguments;
  private final ImageMemory memory;
  private final RecordReader reader;
  private final @Nullable ProcFiller filler;
  private final @Nullable ProcKeeper keeper;
  private long clock;

  /** Whether processes that were running have the image of their parent. */
  private boolean linked = true;

  /** A table that knows nothing but what events tell, for replay and tests. */
  public ProcessTable() {
    this(ProcessLimits.DEFAULT, null);
  }

  /**
   * @param proc where to look for what events did not tell; null where it would show other
   *     processes than those of the events: see {@link ProcReader#showsAll}
   */
  public ProcessTable(ProcessLimits limits, @Nullable ProcReader proc) {
    arguments = new ArgumentStore(limits, counters);
    memory = new ImageMemory(index, arguments, limits, counters);
    reader = new RecordReader(arguments);
    filler = proc == null ? null : new ProcFiller(proc, reader);
    keeper = filler == null ? null : new ProcKeeper(filler, index, memory, counters);
  }

  public ProcessCounters counters() {
    return counters;
  }

  /**
   * Says who is told the workload of each program that is forgotten before its time. Called on the
   * reader's thread.
   */
  public void onEviction(LongConsumer listener) {
    memory.onEviction(listener);
  }

  /** Says which namespaces are the host's; without it every process counts as seeing the host's. */
  void host(HostRoot root) {
    reader.host(root);
  }

  /** The newest time seen, ns of the boot clock. */
  public long clock() {
    return clock;
  }

  /** Tells the time where no events do; forgets what ended long ago. */
  public void advance(long bootTime) {
    if (bootTime > clock) {
      clock = bootTime;
      memory.expire(bootTime);
    }
  }

  /**
   * Fills the table from /proc, where the kernel does not offer the records of running processes.
   * To be called once events are being captured, and before any is taken in.
   *
   * @param bootTime now, ns of the boot clock
   * @return how many processes were found
   */
  public int load(long bootTime) {
    advance(bootTime);
    int found = keeper == null ? 0 : keeper.load(this, bootTime);
    link();
    return found;
  }

  /**
   * Looks in /proc for what events need not tell: whether some living processes are still there, in
   * turn, since the record of an exit can be lost; and who took over processes whose parent exited.
   *
   * @param processes how many to look at; each takes a few tens of microseconds
   */
  public void verify(int processes) {
    if (keeper != null) {
      keeper.verify(processes, clock);
    }
  }

  /**
   * Takes in what an event says about processes.
   *
   * @return the image that caused the event, after the event; null for an event of the bulk lane
   *     that was read before the record that makes its image, see {@link #rebuild}, and for a state
   *     of a connection that is not known to be of an image
   */
  public @Nullable ProcessImage apply(EventView event) {
    advance(event.time());
    EventType type = EventType.of(event.typeId());
    if (type == null) {
      return null;
    }
    if (type == EventType.TASK) {
      linked = false;
    } else if (!linked) {
      link();
    }
    return switch (type.family()) {
      case EXEC -> exec(event, type);
      case FORK -> fork(event);
      case EXIT -> exit(event);
      case CHDIR -> {
        ProcessImage image = subject(event);
        reader.chdir(image, event);
        yield image;
      }
      case COMM -> {
        ProcessImage image = subject(event);
        reader.comm(image, event);
        yield image;
      }
      case NET -> type.isTcpState() ? owner(event) : subject(event);
      default -> type.lane() == Lane.CRITICAL ? subject(event) : known(event);
    };
  }

  /** The image with this identity, or null. */
  public @Nullable ProcessImage find(int pid, long start, int generation) {
    return index.find(pid, start, generation);
  }

  /** The present image of a process, or null. */
  public @Nullable ProcessImage current(int pid, long start) {
    return index.current(pid, start);
  }

  /** The present image of the process that now has, or last had, a pid; or null. */
  public @Nullable ProcessImage current(int pid) {
    return index.newest(pid);
  }

  /** Every image that can be found, in no order. */
  public void forEach(Consumer<ProcessImage> action) {
    index.forEach(action);
  }

  /** The present image of the present parent; null at the root of the tree, or if not known. */
  public @Nullable ProcessImage parent(ProcessImage image) {
    return parent(image, Long.MAX_VALUE);
  }

  /**
   * The image that the present parent had at a time, so that it does not depend on how late an
   * event is read. A parent that has exited is found as long as it is the creator.
   *
   * @param time ns of the boot clock
   */
  public @Nullable ProcessImage parent(ProcessImage image, long time) {
    return parent(image, image.parentPid, image.parentStart, time);
  }

  @Nullable ProcessImage parent(ProcessImage image, int pid, long start, long time) {
    if (pid == 0) {
      return null;
    }
    ProcessImage parent = index.current(pid, start);
    if (parent == null) {
      ProcessImage creator = image.creator();
      boolean same =
          creator != null && creator.pid == pid && ImageIndex.sameTick(creator.start, start);
      return same ? creator : null;
    }
    if (parent.exited && keeper != null && !image.exited) {
      keeper.orphaned(image);
    }
    while (parent.execTime > time) {
      ProcessImage earlier = parent.older;
      if (earlier == null || !earlier.sameProcess(parent)) {
        break;
      }
      parent = earlier;
    }
    return parent;
  }

  /**
   * Puts together an image for an event whose image is not known: its record was lost, or happened
   * before the agent started. Returns the known one if there is one.
   */
  public ProcessImage rebuild(EventView event) {
    ProcessImage known = known(event);
    if (known != null) {
      return known;
    }
    ProcessImage image = successor(event);
    image.rebuilt = true;
    counters.rebuilt++;
    reader.header(image, event);
    image.mounts = reader.mounts(event);
    image.name = reader.intern(event.comm());
    boolean mainThread = event.u32(Header.TID) == image.pid;
    ProcessImage source = forkedFrom(image, mainThread);
    if (source != null) {
      image.inherit(source);
      arguments.share(image, source.arguments);
      reader.header(image, event);
    } else if (filler != null && filler.complete(image, mainThread, clock)) {
      counters.rebuiltFromProc++;
    }
    add(image);
    adoptParent(image);
    return image;
  }

  /** With as many execs behind it as its parent, and the same name, a process has had none. */
  private @Nullable ProcessImage forkedFrom(ProcessImage image, boolean mainThread) {
    if (index.current(image.pid, image.start) != null) {
      return null;
    }
    ProcessImage parent = index.find(image.parentPid, image.parentStart, image.generation);
    return parent != null
            && (!mainThread || parent.name.equals(image.name) || parent.renamed.equals(image.name))
        ? parent
        : null;
  }

  /** The record says what the process was when it got the connection, which changes nothing now. */
  private @Nullable ProcessImage owner(EventView event) {
    return index.find(event.pid(), event.start(), event.generation());
  }

  private ProcessImage subject(EventView event) {
    ProcessImage image = known(event);
    return image == null ? rebuild(event) : image;
  }

  private @Nullable ProcessImage known(EventView event) {
    ProcessImage image = index.find(event.pid(), event.start(), event.generation());
    if (image == null) {
      image = unidentified(event.pid(), event.start());
      // Where an exec is the first event, the image is that before it, unless read after it.
      boolean before = image != null && isExec(event) && event.time() > image.seen;
      if (image != null) {
        image.start = event.start();
        image.generation = event.generation() - (before ? 1 : 0);
      }
      image = before ? null : image;
    }
    if (image != null) {
      reader.header(image, event);
    }
    return image;
  }

  /** The image of a process that was read from /proc, as long as its generation is not known. */
  private @Nullable ProcessImage unidentified(int pid, long start) {
    for (ProcessImage image = index.newest(pid); image != null; image = image.older) {
      if (image.generation == ProcessImage.UNKNOWN_GENERATION
          && ImageIndex.sameTick(image.start, start)) {
        return image;
      }
    }
    return null;
  }

  private static boolean isExec(EventView event) {
    int type = event.typeId();
    return (type == EventType.EXECVE.id() || type == EventType.EXECVEAT.id())
        && event.result() >= 0;
  }

  /** A new image for the identity in a header, with what a process keeps across exec. */
  private ProcessImage successor(EventView event) {
    ProcessImage image = new ProcessImage(event.pid(), event.start(), event.generation());
    image.execTime = event.time();
    ProcessImage previous = index.current(event.pid(), event.start());
    if (previous != null) {
      image.cwd = previous.cwd;
      ProcessImage creator = previous.creator();
      if (creator != null) {
        memory.created(image, creator);
      }
    }
    return image;
  }

  private ProcessImage exec(EventView event, EventType type) {
    boolean task = type == EventType.TASK;
    if (event.result() < 0 && !task) {
      return subject(event);
    }
    ProcessImage image = known(event);
    boolean isNew = image == null;
    if (image == null) {
      image = successor(event);
    } else if (task && !image.rebuilt) {
      return image;
    }
    complete(image);
    reader.program(image, event);
    reader.header(image, event);
    image.execTime = task ? event.start() : event.time();
    if (task && filler != null && image.argv().isEmpty() && !image.kernelThread) {
      filler.arguments(image);
    }
    if (isNew) {
      add(image);
    }
    adoptParent(image);
    return image;
  }

  private void complete(ProcessImage image) {
    if (image.rebuilt) {
      image.rebuilt = false;
      counters.completed++;
    }
  }

  private ProcessImage fork(EventView event) {
    ProcessImage creator = subject(event);
    int pid = event.u32(Fork.CHILD_PID);
    long start = event.u64(Fork.CHILD_START);
    int generation = event.u32(Fork.CHILD_GENERATION);
    ProcessImage child = index.find(pid, start, generation);
    boolean isNew = false;
    boolean complete = child != null && !child.rebuilt;
    if (child == null) {
      child = unidentified(pid, start);
      isNew = child == null;
    }
    if (child == null) {
      child = new ProcessImage(pid, start, generation);
    }
    if (!complete) {
      child.start = start;
      child.generation = generation;
      complete(child);
      child.inherit(creator);
      child.execTime = start;
      arguments.share(child, creator.arguments);
    }
    reader.child(child, event);
    if (isNew) {
      add(child);
    }
    for (ProcessImage image = child;
        image != null && image.sameProcess(child);
        image = image.newer) {
      memory.created(image, creator);
    }
    return creator;
  }

  private ProcessImage exit(EventView event) {
    ProcessImage image = subject(event);
    image.exited = true;
    memory.end(image, event.time());
    return image;
  }

  /** Lists a new image and ends the images that it shows to be over. */
  void add(ProcessImage image) {
    memory.add(image);
    ProcessImage newer = image.newer;
    if (newer != null) {
      memory.end(image, newer.sameProcess(image) ? newer.execTime : newer.start);
    }
    ProcessImage older = image.older;
    if (older == null || older.endTime != 0) {
      return;
    }
    if (!older.sameProcess(image)) {
      older.exited = true;
      counters.exitsMissed++;
    }
    memory.end(older, image.execTime);
  }

  /** To be called once all running processes have been taken in: only now is each parent known. */
  private void link() {
    linked = true;
    index.forEach(this::adoptParent);
  }

  /** Where the creator is not known, the present parent is the best guess. */
  private void adoptParent(ProcessImage image) {
    if (image.creator == null) {
      ProcessImage parent = parent(image);
      if (parent != null) {
        memory.created(image, parent);
      }
    }
  }
}
