package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.Records.Subject;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A slow, plain model of processes that do random things, with the records that the kernel would
 * write. Pids are few, so that they are used again soon.
 */
final class Simulation {
  static final long MILLI = 1_000_000L;

  private static final int PIDS = 24;
  private static final int FIRST_PID = 10;

  /** A process as it is; replaced by each exec. */
  static final class Model {
    Subject subject;
    String exe;
    String commandLine;
    String cwd;
    final @Nullable Model creator;
    @Nullable Model parent;

    Model(
        Subject subject,
        String exe,
        String commandLine,
        String cwd,
        @Nullable Model creator,
        @Nullable Model parent) {
      this.subject = subject;
      this.exe = exe;
      this.commandLine = commandLine;
      this.cwd = cwd;
      this.creator = creator;
      this.parent = parent;
    }

    String key() {
      return subject.pid() + "/" + subject.start() + "/" + subject.generation();
    }
  }

  /** A record and what is to be known when it is handed on. */
  record Item(
      int id,
      long time,
      boolean critical,
      MemorySegment record,
      String key,
      String exe,
      String commandLine,
      String cwd,
      String creator,
      String parent) {}

  final List<Item> items = new ArrayList<>();
  private final Random random;
  private final Map<Integer, Model> living = new HashMap<>();
  private final Model init;
  private long time = 10_000 * MILLI;

  Simulation(long seed, int steps) {
    random = new Random(seed);
    init = new Model(Records.INIT, "/sbin/init", "init", "/", null, null);
    living.put(1, init);
    add(init, Records.exec(EventType.TASK, time, init.subject, init.exe, "init"), true);
    for (int i = 0; i < steps; i++) {
      // Starts of processes differ by more than a tick of 10 ms where one pid is used again.
      time += MILLI + random.nextInt((int) (2 * MILLI));
      step();
    }
  }

  private void step() {
    List<Model> all = new ArrayList<>(living.values());
    Model by = all.get(random.nextInt(all.size()));
    int what = random.nextInt(100);
    if (what < 18) {
      fork(by);
    } else if (what < 33) {
      exec(by);
    } else if (what < 45) {
      exit(by);
    } else if (what < 52) {
      by.cwd = "/dir" + random.nextInt(5);
      add(by, Records.chdir(time, by.subject, by.cwd), true);
    } else if (what < 55) {
      add(by, Records.rename(time, by.subject, by.subject.pid(), "renamed"), true);
    } else if (what < 58) {
      add(by, Records.event(EventType.EXECVE, time, by.subject).u64(Header.RESULT, -2), true);
    } else {
      add(by, Records.open(time, by.subject, "/file" + random.nextInt(9)), false);
    }
  }

  private void fork(Model by) {
    int pid = FIRST_PID + random.nextInt(PIDS);
    if (living.containsKey(pid)) {
      return;
    }
    boolean sibling = by.parent != null && random.nextInt(10) == 0;
    Model parent = sibling ? by.parent : by;
    Subject child = by.subject.child(pid, time);
    if (parent != null) {
      child = child.adopted(parent.subject);
    }
    Model model = new Model(child, by.exe, by.commandLine, by.cwd, by, parent);
    add(by, Records.fork(time, by.subject, child), true);
    living.put(pid, model);
  }

  private void exec(Model by) {
    if (by == init) {
      return;
    }
    String name = "prog" + random.nextInt(6);
    String argument = "arg" + random.nextInt(4);
    Subject after = by.subject.exec(name);
    String exe = "/bin/" + name;
    Model next = new Model(after, exe, name + " " + argument, by.cwd, by.creator, by.parent);
    living.put(after.pid(), next);
    for (Model model : living.values()) {
      if (model.parent == by) {
        model.parent = next;
      }
    }
    RecordWriter record = Records.exec(EventType.EXECVE, time, after, exe, name, argument);
    record.path(Exec.CWD, by.cwd);
    add(next, record, true);
  }

  private void exit(Model by) {
    if (by == init) {
      return;
    }
    add(by, Records.exit(time, by.subject), true);
    living.remove(by.subject.pid());
    for (Model model : living.values()) {
      if (model.parent == by) {
        model.parent = init;
        model.subject = model.subject.adopted(init.subject);
      }
    }
  }

  private void add(Model by, RecordWriter record, boolean critical) {
    int id = items.size();
    record.u64(Header.WORKLOAD, id);
    items.add(
        new Item(
            id,
            time,
            critical,
            MemorySegment.ofArray(record.build()),
            by.key(),
            by.exe,
            by.commandLine,
            by.cwd,
            by.creator == null ? "" : by.creator.key(),
            by.parent == null ? "" : by.parent.key()));
  }
}
