package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Records of imagined processes. */
final class Records {
  private static final EventView VIEW = new EventView();

  private Records() {}

  /** A process as it is when it causes an event. */
  record Subject(int pid, long start, int generation, String comm, int ppid, long parentStart) {
    Subject exec(String name) {
      return new Subject(pid, start, generation + 1, name, ppid, parentStart);
    }

    Subject child(int childPid, long childStart) {
      return new Subject(childPid, childStart, generation, comm, pid, start);
    }

    Subject adopted(Subject reaper) {
      return new Subject(pid, start, generation, comm, reaper.pid, reaper.start);
    }
  }

  static final Subject INIT = new Subject(1, 1_000_000, 1, "init", 0, 0);

  static RecordWriter event(EventType type, long time, Subject by) {
    return new RecordWriter(type)
        .u64(Header.TIME, time)
        .u32(Header.PID, by.pid)
        .u32(Header.TID, by.pid)
        .u32(Header.VPID, by.pid)
        .u64(Header.START, by.start)
        .u32(Header.GENERATION, by.generation)
        .u32(Header.PPID, by.ppid)
        .u64(Header.PARENT_START, by.parentStart)
        .u32(Header.LOGINUID, -1)
        .comm(by.comm);
  }

  /** A process found at start, or an exec: {@code after} has the new name and generation. */
  static RecordWriter exec(EventType type, long time, Subject after, String exe, String... argv) {
    return event(type, time, after)
        .path(Exec.EXE, exe)
        .path(Exec.CWD, "/")
        .text(Exec.ASKED + Asked.TEXT, exe)
        .strings(Exec.ARGS, Arrays.asList(argv));
  }

  static RecordWriter fork(long time, Subject by, Subject child) {
    return event(EventType.CLONE, time, by)
        .u64(Header.RESULT, child.pid)
        .u64(Fork.CHILD_START, child.start)
        .u64(Fork.CHILD_PARENT_START, child.parentStart)
        .u32(Fork.CHILD_PID, child.pid)
        .u32(Fork.CHILD_VPID, child.pid)
        .u32(Fork.CHILD_PPID, child.ppid)
        .u32(Fork.CHILD_GENERATION, child.generation);
  }

  static RecordWriter exit(long time, Subject by) {
    return event(EventType.PROCEXIT, time, by);
  }

  static RecordWriter open(long time, Subject by, String path) {
    return event(EventType.OPENAT, time, by)
        .path(Open.PATH, path)
        .text(Open.ASKED + Asked.TEXT, path);
  }

  static RecordWriter chdir(long time, Subject by, String path) {
    return event(EventType.CHDIR, time, by).path(Chdir.CWD, path);
  }

  static RecordWriter rename(long time, Subject by, int tid, String name) {
    RecordWriter writer = event(EventType.COMM, time, by).u32(Comm.TARGET_TID, tid);
    for (int i = 0; i < Math.min(15, name.length()); i++) {
      writer.u8(Comm.NAME + i, name.charAt(i));
    }
    return writer;
  }

  /** A view of the record, valid until the next call. */
  static EventView view(RecordWriter writer) {
    VIEW.wrap(MemorySegment.ofArray(writer.build()), 0);
    return VIEW;
  }
}
