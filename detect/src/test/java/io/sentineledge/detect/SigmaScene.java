package io.sentineledge.detect;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.state.Accounts;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import io.sentineledge.state.ProcessTable;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parent, a process and what it does, given to the rules of a set. Each event tells the names of
 * the rules that fired. Rules are for one scene, which can be made {@link #fresh}.
 */
final class SigmaScene {
  static final int O_WRONLY = 1;
  static final int O_CREAT = 0x40;
  static final int O_TRUNC = 0x200;
  private static final int REGULAR = 0100644;
  private static final long STARTED = 1_000;

  /** root, and alice for all others. */
  private static final Accounts ACCOUNTS =
      new Accounts() {
        private final Text root = Text.of("root");
        private final Text alice = Text.of("alice");

        @Override
        public Text userName(int uid) {
          return uid == 0 ? root : alice;
        }

        @Override
        public @Nullable Text groupName(int gid) {
          return null;
        }

        @Override
        public @Nullable Text home(int uid) {
          return null;
        }

        @Override
        public @Nullable Text shell(int uid) {
          return null;
        }
      };

  private final EventContext context = new EventContext(new ProcessTable(), ACCOUNTS);
  private final List<Alert> alerts = new ArrayList<>();
  private final Engine engine;
  private int parent = 50;
  private int process = 51;
  private String user = "alice";
  private String cwd = "/home/alice";
  private long time = STARTED;
  private int generation;

  SigmaScene(RuleSet rules) {
    engine =
        new Engine(
            rules,
            Matching.FIRST,
            new AlertHandler() {
              @Override
              public void alert(Alert alert) {
                alerts.add(alert);
              }

              @Override
              public void failed(Rule rule, Throwable failure) {
                throw new AssertionError(rule.name(), failure);
              }
            });
  }

  /** Another parent and process: a shell of alice, and what it starts. */
  SigmaScene fresh() {
    return user("alice").cwd("/home/alice").parent("/usr/bin/bash", "bash");
  }

  SigmaScene user(String name) {
    user = name;
    return this;
  }

  SigmaScene cwd(String path) {
    cwd = path;
    return this;
  }

  /** The process is another, whose parent is this program. */
  SigmaScene parent(String exe, String... argv) {
    parent += 2;
    process += 2;
    generation = 0;
    RecordWriter record = header(EventType.TASK, parent, 1);
    program(record, exe, exe, argv);
    apply(record);
    return this;
  }

  /** The process starts a program by its own path. */
  List<String> exec(String exe, String... argv) {
    return execAs(exe, exe, argv);
  }

  /** The process starts a program by another path. */
  List<String> execAs(String exe, String asked, String... argv) {
    generation++;
    RecordWriter record = header(EventType.EXECVE, process, parent);
    program(record, exe, asked, argv);
    return fired(record);
  }

  private void program(RecordWriter record, String exe, String asked, String... argv) {
    record
        .path(Exec.EXE, exe)
        .path(Exec.CWD, cwd)
        .text(Exec.ASKED + Asked.TEXT, asked)
        .strings(Exec.ARGS, List.of(argv.length == 0 ? new String[] {asked} : argv));
  }

  /** The process opens a plain file. */
  List<String> open(String path, int flags) {
    return fired(
        header(EventType.OPENAT, process, parent)
            .path(Open.PATH, path)
            .text(Open.ASKED + Asked.TEXT, path)
            .u64(Open.OPEN_FLAGS, flags)
            .u32(Open.INODE + Inode.MODE, REGULAR)
            .u64(Open.INODE + Inode.INO, 7)
            .u32(Open.INODE + Inode.DEV, 1)
            .u64(Header.RESULT, 3));
  }

  List<String> rename(String from, String to) {
    return fired(
        header(EventType.RENAME, process, parent)
            .text(Fs.ASKED + Asked.TEXT, from)
            .text(Fs.TARGET + Asked.TEXT, to));
  }

  List<String> unlink(String path) {
    return fired(header(EventType.UNLINK, process, parent).text(Fs.ASKED + Asked.TEXT, path));
  }

  /** The process connects from 10.0.0.1:40000. */
  List<String> connect(String address, int port, int result) {
    return fired(socket(EventType.CONNECT, address, port, 40_000).u64(Header.RESULT, result));
  }

  /** The process accepts a connection to 10.0.0.1:22 from a port 40000. */
  List<String> accept(String address) {
    return fired(socket(EventType.ACCEPT, address, 40_000, 22).u64(Header.RESULT, 5));
  }

  private RecordWriter socket(EventType type, String address, int port, int own) {
    RecordWriter record =
        header(type, process, parent)
            .u16(Net.SOCKET + Socket.TYPE, 1)
            .u16(Net.SOCKET + Socket.PROTOCOL, 6)
            .u16(Net.SOCKET + Socket.LPORT, own)
            .u16(Net.SOCKET + Socket.RPORT, port);
    try {
      byte[] remote = InetAddress.getByName(address).getAddress();
      byte[] local =
          InetAddress.getByName(remote.length == 4 ? "10.0.0.1" : "fd00::1").getAddress();
      for (int i = 0; i < remote.length; i++) {
        record.u8(Net.SOCKET + Socket.RADDR + i, remote[i]);
        record.u8(Net.SOCKET + Socket.LADDR + i, local[i]);
      }
      return record.u16(Net.SOCKET + Socket.FAMILY, remote.length == 4 ? 2 : 10);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }

  private RecordWriter header(EventType type, int pid, int parent) {
    int uid = user.equals("root") ? 0 : 1000;
    return new RecordWriter(type)
        .u64(Header.TIME, ++time)
        .u64(Header.START, STARTED + pid)
        .u64(Header.PARENT_START, STARTED + parent)
        .u32(Header.PID, pid)
        .u32(Header.TID, pid)
        .u32(Header.PPID, parent)
        .u32(Header.GENERATION, pid == process ? generation : 1)
        .u32(Header.UID, uid)
        .u32(Header.EUID, uid)
        .comm("worker");
  }

  private void apply(RecordWriter record) {
    context.event().wrap(MemorySegment.ofArray(record.build()), 0);
    context.begin(context.processes().apply(context.event()));
  }

  private List<String> fired(RecordWriter record) {
    alerts.clear();
    apply(record);
    engine.evaluate(context);
    return alerts.stream().map(Alert::rule).toList();
  }

  /** The alerts of the last event. */
  List<Alert> alerts() {
    return List.copyOf(alerts);
  }

  /** The fewest bytes that evaluating an exec, an open and a connect 5,000 times allocated. */
  long leastAllocation() {
    RecordWriter start = header(EventType.EXECVE, process, parent);
    program(start, "/usr/bin/worker", "/usr/bin/worker", "worker", "-x");
    MemorySegment exec = MemorySegment.ofArray(start.build());
    context.event().wrap(exec, 0);
    ProcessImage image = context.processes().apply(context.event());
    RecordWriter open =
        header(EventType.OPENAT, process, parent)
            .path(Open.PATH, "/home/alice/a.txt")
            .text(Open.ASKED + Asked.TEXT, "/home/alice/a.txt")
            .u64(Open.OPEN_FLAGS, O_WRONLY | O_CREAT)
            .u32(Open.INODE + Inode.MODE, REGULAR)
            .u32(Open.INODE + Inode.DEV, 1);
    RecordWriter connect = socket(EventType.CONNECT, "198.51.100.1", 443, 40_000);
    MemorySegment[] records = {
      exec, MemorySegment.ofArray(open.build()), MemorySegment.ofArray(connect.build())
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5_000; i++) {
        for (MemorySegment record : records) {
          context.event().wrap(record, 0);
          context.begin(image);
          engine.evaluate(context);
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
