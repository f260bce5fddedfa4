package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Fork;
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
  private long clock;

  /** A table that knows nothing but what events tell, for replay and tests. */
  public ProcessTable() {
    this(ProcessLimits.DEFAULT);
  }

  public ProcessTable(ProcessLimits limits) {
    arguments = new ArgumentStore(limits, counters);
    memory = new ImageMemory(index, arguments, limits, counters);
    reader = new RecordReader(arguments);
  }

  public ProcessCounters counters() {
    return counters;
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
   * Takes in what an event says about processes.
   *
   * @return the image that caused the event, after the event; null for an event of the bulk lane
   *     that was read before the record that makes its image: see {@link #rebuild}
   */
  public @Nullable ProcessImage apply(EventView event) {
    advance(event.time());
    EventType type = EventType.of(event.typeId());
    if (type == null) {
      return null;
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
          creator != null
              && creator.pid == pid
              && creator.start / ImageIndex.TICK_NANOS == start / ImageIndex.TICK_NANOS;
      return same ? creator : null;
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
    ProcessImage image = known(event);
    if (image != null) {
      return image;
    }
    image = successor(event);
    image.rebuilt = true;
    image.name = reader.intern(event.comm());
    counters.rebuilt++;
    reader.header(image, event);
    add(image);
    adoptParent(image);
    return image;
  }

  private ProcessImage subject(EventView event) {
    ProcessImage image = known(event);
    return image == null ? rebuild(event) : image;
  }

  private @Nullable ProcessImage known(EventView event) {
    ProcessImage image = index.find(event.pid(), event.start(), event.generation());
    if (image != null) {
      reader.header(image, event);
    }
    return image;
  }

  /** A new image for the identity in a header, with what the process keeps across exec. */
  private ProcessImage successor(EventView event) {
    ProcessImage image = new ProcessImage(event.pid(), event.start(), event.generation());
    image.execTime = event.time();
    ProcessImage previous = index.current(event.pid(), event.start());
    if (previous != null) {
      image.inherit(previous);
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
    ProcessImage image = index.find(event.pid(), event.start(), event.generation());
    boolean isNew = image == null;
    if (image == null) {
      image = successor(event);
    } else if (task && !image.rebuilt) {
      reader.header(image, event);
      return image;
    }
    complete(image);
    reader.program(image, event);
    reader.header(image, event);
    image.execTime = task ? event.start() : event.time();
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
    boolean isNew = child == null;
    if (child == null) {
      child = new ProcessImage(pid, start, generation);
    }
    if (isNew || child.rebuilt) {
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
  private void add(ProcessImage image) {
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
