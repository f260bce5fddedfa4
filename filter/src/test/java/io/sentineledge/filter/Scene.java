package io.sentineledge.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Exit;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.state.Accounts;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.ProcessTable;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processes and an event, described in words: {@code pid=10 name=bash} for a running process,
 * {@code openat path=/etc/shadow} for an event. What is not said is 0 or absent.
 */
final class Scene {
  static final long BOOT = 1_700_000_000_000_000_000L;
  private static final long NOW = 10_000_000_000L;
  private static final long STARTED = 1_000_000_000L;

  private final FileIdentities files = new FileIdentities(HostRoot.unknown("a test"));
  private final ProcessTable table = new ProcessTable();
  private final EventContext context = new EventContext(table, new Two(), files);
  private Map<String, String> words = Map.of();
  private RecordWriter record = new RecordWriter(EventType.OPEN);

  Scene() {
    context.host(Text.of("machine"), BOOT);
  }

  EventContext context() {
    return context;
  }

  /** The record of the last event. */
  MemorySegment segment() {
    return MemorySegment.ofArray(record.build());
  }

  FileIdentities files() {
    return files;
  }

  /** root and alice. */
  private static final class Two implements Accounts {
    private final Text root = Text.of("root");
    private final Text alice = Text.of("alice");
    private final Text home = Text.of("/root");
    private final Text shell = Text.of("/bin/bash");

    @Override
    public @Nullable Text userName(int uid) {
      return uid == 0 ? root : uid == 1000 ? alice : null;
    }

    @Override
    public @Nullable Text groupName(int gid) {
      return userName(gid);
    }

    @Override
    public @Nullable Text home(int uid) {
      return uid == 0 ? home : null;
    }

    @Override
    public @Nullable Text shell(int uid) {
      return uid == 0 ? shell : null;
    }
  }

  /** Adds a running process. */
  Scene process(String description) {
    words = words(description);
    record = new RecordWriter(EventType.TASK);
    header(STARTED);
    exec();
    apply();
    return this;
  }

  /** Moves the context to an event. */
  EventContext event(String description) {
    String type = description.contains(" ") ? description.split(" ")[0] : description;
    words = words(description.substring(type.length()));
    record = new RecordWriter(EventType.valueOf(type.toUpperCase(Locale.ROOT)));
    header(NOW);
    switch (EventType.valueOf(type.toUpperCase(Locale.ROOT)).family()) {
      case EXEC -> exec();
      case OPEN -> open();
      case FS -> tree();
      case NET -> socket(Net.SOCKET);
      case FORK -> fork();
      case EXIT -> record.u32(Exit.CODE, number("code"));
      case CHDIR -> path(Chdir.CWD, "path").asked(Chdir.ASKED, "asked", "base");
      case PTRACE -> ptrace();
      case COMM -> comm();
      case CALL -> {}
    }
    apply();
    return context;
  }

  private void apply() {
    context.event().wrap(MemorySegment.ofArray(record.build()), 0);
    files.learn(context.event());
    context.begin(table.apply(context.event()));
    if (context.process() == null
        && context.event().type().family() != Family.EXIT
        && !words.containsKey("unknown")) {
      context.begin(table.rebuild(context.event()));
    }
    if (words.containsKey("unknown")) {
      context.begin(null);
    }
  }

  private static Map<String, String> words(String description) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : description.strip().split(" +(?=([^\"]*\"[^\"]*\")*[^\"]*$)")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1).replace("\"", ""));
      } else if (!word.isEmpty()) {
        words.put(word, "");
      }
    }
    return words;
  }

  private String word(String key, String otherwise) {
    return words.getOrDefault(key, otherwise);
  }

  private int number(String key) {
    return (int) (long) Long.decode(word(key, "0"));
  }

  private void header(long time) {
    int pid = Integer.parseInt(word("pid", "100"));
    int parent = Integer.parseInt(word("ppid", pid == 1 ? "0" : "1"));
    record
        .u64(Header.TIME, time)
        .u64(Header.START, STARTED + pid)
        .u64(Header.PARENT_START, STARTED + parent)
        .u64(Header.RESULT, Long.decode(word("result", "0")))
        .u32(Header.PID, pid)
        .u32(Header.TID, Integer.parseInt(word("tid", Integer.toString(pid))))
        .u32(Header.VPID, Integer.parseInt(word("vpid", Integer.toString(pid))))
        .u32(Header.PPID, parent)
        .u32(Header.GENERATION, 1)
        .u32(Header.SID, number("sid"))
        .u32(Header.PGID, number("pgid"))
        .u32(Header.TTY, number("tty"))
        .u32(Header.CPU, number("cpu"))
        .u32(Header.UID, number("uid"))
        .u32(Header.EUID, number("euid"))
        .u32(Header.GID, number("gid"))
        .u32(Header.EGID, number("egid"))
        .u32(Header.LOGINUID, (int) (long) Long.decode(word("loginuid", "-1")))
        .u64(Header.CAP_EFFECTIVE, Long.decode(word("caps", "0")))
        .u64(Header.CAP_PERMITTED, Long.decode(word("caps", "0")))
        .comm(word("name", "prog"));
    if (words.containsKey("compat")) {
      record.flag(RecordFlag.COMPAT);
    }
  }

  private void exec() {
    path(Exec.EXE, "exepath");
    if (words.containsKey("memfd")) {
      record.pathFlag(Exec.EXE, PathFlag.PSEUDO).pathFlag(Exec.EXE, PathFlag.MEMFD);
    }
    path(Exec.CWD, "cwd").asked(Exec.ASKED, "asked", "cwd");
    inode(Exec.INODE);
    record.u32(Exec.INODE + Inode.FLAGS, words.containsKey("upper") ? 3 : 0);
    record.u64(Exec.CTIME, Long.decode(word("ctime", "0")));
    if (words.containsKey("argv")) {
      record.strings(Exec.ARGS, List.of(word("argv", "").split("\\|", -1)));
    }
    if (words.containsKey("env")) {
      record.strings(Exec.ENV, List.of(word("env", "").split("\\|", -1)));
    }
    record.u8(Exec.STDIO, number("stdin"));
    record.u8(Exec.STDIO + 1, number("stdout"));
    record.u8(Exec.STDIO + 2, number("stderr"));
    socket(Exec.SOCKET);
  }

  private void open() {
    path(Open.PATH, "path").asked(Open.ASKED, "asked", "base");
    inode(Open.INODE);
    record.u64(Open.OPEN_FLAGS, Long.decode(word("flags", "0")));
    if (words.containsKey("created")) {
      record.flag(RecordFlag.CREATED);
    }
    record.u32(Open.CREATE_MODE, number("create"));
    record.u32(Open.ASKED + Asked.DIRFD, (int) (long) Long.decode(word("dirfd", "-100")));
  }

  private void tree() {
    path(Fs.PATH, "path").asked(Fs.ASKED, "asked", "base").asked(Fs.TARGET, "target", "base");
    inode(Fs.INODE);
    record.u32(Fs.MODE, number("mode"));
    record.u32(Fs.CALL_FLAGS, number("flags"));
    record.u64(Fs.LENGTH, number("length"));
    record.u32(Fs.ASKED + Asked.DIRFD, (int) (long) Long.decode(word("dirfd", "-100")));
  }

  private void fork() {
    record.u32(Fork.CHILD_PID, number("child")).u64(Fork.CLONE_FLAGS, number("flags"));
    record.u64(Fork.CHILD_START, NOW);
  }

  private void ptrace() {
    record.u64(Ptrace.REQUEST, number("request")).u32(Ptrace.TARGET_TID, number("target"));
  }

  private void comm() {
    byte[] name = Arrays.copyOf(word("newname", "").getBytes(UTF_8), 16);
    for (int i = 0; i < name.length; i++) {
      record.u8(Comm.NAME + i, name[i]);
    }
    record.u32(Comm.TARGET_TID, number("pid"));
  }

  private Scene path(int field, String key) {
    if (words.containsKey(key)) {
      record.path(field, word(key, ""), word("root", ""));
    }
    if (words.containsKey("outside")) {
      record.u16(field + Path.ROOT, 0xffff);
    }
    return this;
  }

  private Scene asked(int field, String key, String base) {
    if (words.containsKey(key)) {
      record.text(field + Asked.TEXT, word(key, ""));
    }
    if (words.containsKey(base)) {
      record.path(field + Asked.BASE, word(base, ""), word("root", ""));
    }
    return this;
  }

  private void inode(int field) {
    record.u64(field + Inode.INO, number("ino"));
    record.u32(field + Inode.DEV, number("dev"));
    record.u32(field + Inode.MODE, (int) (long) Long.decode(word("filemode", "0100644")));
  }

  private void socket(int field) {
    record.u32(Net.FD, field == Net.SOCKET ? number("fd") : 0);
    record.u16(field + Socket.TYPE, number("socktype"));
    record.u16(field + Socket.PROTOCOL, number("protocol"));
    record.u16(field + Socket.LPORT, number("lport"));
    record.u16(field + Socket.RPORT, number("rport"));
    int family = words.containsKey("lpath") || words.containsKey("rpath") ? 1 : 0;
    family = Math.max(family, address(field + Socket.LADDR, "laddr"));
    family = Math.max(family, address(field + Socket.RADDR, "raddr"));
    record.u16(field + Socket.FAMILY, family);
    if (words.containsKey("lpath")) {
      record.text(field + Socket.LPATH, word("lpath", "").replace("\\0", "\0"));
    }
    if (words.containsKey("rpath")) {
      record.text(field + Socket.RPATH, word("rpath", "").replace("\\0", "\0"));
    }
  }

  private int address(int field, String key) {
    if (!words.containsKey(key)) {
      return 0;
    }
    try {
      byte[] bytes = InetAddress.getByName(word(key, "")).getAddress();
      boolean mapped = word(key, "").startsWith("::ffff:");
      for (int i = 0; i < bytes.length; i++) {
        record.u8(field + (mapped ? 12 : 0) + i, bytes[i]);
      }
      if (mapped) {
        record.u16(field + 10, 0xffff);
      }
      return bytes.length == 4 && !mapped ? 2 : 10;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address, " + key + "=" + word(key, ""), e);
    }
  }
}
