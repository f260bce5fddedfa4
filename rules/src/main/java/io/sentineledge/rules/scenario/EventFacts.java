package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.scenario.ProcessFacts.End;
import io.sentineledge.rules.scenario.Value.BadValue;
import io.sentineledge.state.LookedUpNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is said of one event: the process and its ancestors, and what the call was about. */
final class EventFacts {
  private static final int AT_FDCWD = -100;
  private static final int COMM_BYTES = 16;
  private static final long O_ACCMODE = 3;
  private static final long O_WRONLY = 1;
  private static final long O_RDWR = 2;
  private static final long O_CREAT_O_EXCL = 0xc0;
  private static final long O_PATH = 0x200000;

  /** O_CREAT, O_WRONLY, O_TRUNC: what creat stands for. */
  private static final long CREAT_FLAGS = 0x241;

  private static final int REGULAR = 0100644;
  private static final int DIRECTORY = 0040755;
  private static final int FROM_OBJECT = 1;
  private static final int INET = 2;

  /** SE_SIDE_CLIENT of bpf/include/event.h. */
  private static final int CLIENT = 1;

  private static final int FROM_USER_MEMORY = 3;

  final EventType type;
  final DescribedAccounts accounts;

  /** The process, its parent, and so on. */
  final List<ProcessFacts> lineage = new ArrayList<>();

  @Nullable Long result;
  @Nullable Long time;
  @Nullable String hostName;
  @Nullable RecordFlag via;
  int cpu;

  /** Numbers of the body by offset, and whether they have 64 bits. */
  final Map<Integer, Long> words = new TreeMap<>();

  final Map<Integer, Long> longs = new TreeMap<>();

  /** Texts of the body by the offset of their span. */
  final Map<Integer, String> texts = new TreeMap<>();

  @Nullable String path;
  @Nullable String processPath;
  @Nullable String asked;
  @Nullable String target;
  @Nullable String newName;
  @Nullable Boolean opensForReading;
  @Nullable Boolean opensForWriting;
  boolean creates;
  boolean directory;
  int fileType;

  /** Bits of {@code InodeFlag}. */
  int fileFlags;

  long device;
  long inode;

  byte @Nullable [] localAddress;
  byte @Nullable [] remoteAddress;

  /** By which names the addresses were looked up. */
  @Nullable String localName;

  @Nullable String remoteName;
  int localPort;
  int remotePort;
  @Nullable String localPath;
  @Nullable String remotePath;
  int family;
  int socketType;
  int protocol;

  /** What a name server is asked. */
  @Nullable DescribedQuestion question;

  @Nullable ProcessFacts targetProcess;
  boolean targetIsOwn;

  /** Whether the file or the process that the event is about is the agent's. */
  boolean ofAgent;

  EventFacts(EventType type, DescribedAccounts accounts) {
    this.type = type;
    this.accounts = accounts;
    lineage.add(new ProcessFacts());
  }

  ProcessFacts process() {
    return lineage.getFirst();
  }

  /** An ancestor; those between are there too, without anything said of them. */
  ProcessFacts ancestor(int depth) {
    while (lineage.size() <= depth) {
      lineage.add(new ProcessFacts());
    }
    return lineage.get(depth);
  }

  ProcessFacts targetProcess() {
    if (targetProcess == null) {
      targetProcess = new ProcessFacts();
    }
    return targetProcess;
  }

  boolean isServer() {
    return switch (type) {
      case ACCEPT, ACCEPT4, BIND, LISTEN -> true;
      default -> type.receives();
    };
  }

  boolean failed() {
    return result != null && result < 0;
  }

  /** Whether the event makes a new image of the process. */
  boolean execs() {
    return type.family() == Family.EXEC && !failed();
  }

  /** One end of the socket. */
  void end(boolean remote, End end) throws BadValue {
    family(end.family());
    if (remote) {
      remoteAddress = end.address;
      remotePort = end.port;
      remotePath = end.path;
    } else {
      localAddress = end.address;
      localPort = end.port;
      localPath = end.path;
    }
  }

  void family(int wanted) throws BadValue {
    if (family != 0 && wanted != 0 && family != wanted) {
      throw new BadValue("the ends of the socket are of different families", null);
    }
    family = wanted == 0 ? family : wanted;
  }

  /** Checks what can only be seen together. */
  void finish() throws BadValue {
    for (ProcessFacts process : lineage) {
      process.finish();
    }
    if (targetProcess != null) {
      targetProcess.finish();
    }
    Long flags = longs.get(Open.OPEN_FLAGS);
    if (type.family() == Family.OPEN) {
      finishOpen(flags);
    }
    if (processPath != null && path != null && !path.endsWith(processPath)) {
      throw new BadValue(
          "the path '"
              + path
              + "' does not end in '"
              + processPath
              + "', the path in the root of"
              + " the process",
          "fd.name and file.path.host are that path with the process's root before it.");
    }
  }

  private void finishOpen(@Nullable Long given) throws BadValue {
    long flags;
    if (given != null) {
      flags = given;
    } else if (type == EventType.CREAT) {
      flags = CREAT_FLAGS;
    } else {
      boolean write = Boolean.TRUE.equals(opensForWriting);
      boolean read = opensForReading == null ? !write : opensForReading;
      flags = write ? read ? O_RDWR : O_WRONLY : read ? 0 : O_PATH;
    }
    if ((opensForReading != null && opensForReading != opens(flags, true))
        || (opensForWriting != null && opensForWriting != opens(flags, false))) {
      throw new BadValue(
          "the flags do not agree with evt.is_open_read or evt.is_open_write",
          "Give the flags alone.");
    }
    longs.put(Open.OPEN_FLAGS, creates ? flags | O_CREAT_O_EXCL : flags);
  }

  private static boolean opens(long flags, boolean reading) {
    long mode = flags & O_ACCMODE;
    boolean pathOnly = (flags & O_PATH) != 0;
    return !pathOnly && (reading ? mode != O_WRONLY : mode == O_WRONLY || mode == O_RDWR);
  }

  /** The record of the event, without identities and time. */
  RecordWriter record() {
    RecordWriter record = new RecordWriter(type);
    process().writeHeader(record);
    record.u64(Header.RESULT, result == null ? 0 : result).u32(Header.CPU, cpu);
    if (via != null) {
      record.flag(via);
    }
    if (ofAgent) {
      record.flag(RecordFlag.OF_AGENT);
    }
    switch (type.family()) {
      case EXEC -> exec(record);
      case OPEN -> open(record);
      case FS -> tree(record);
      case NET -> socket(record);
      case CHDIR -> chdir(record);
      case COMM -> comm(record);
      case CALL -> call(record);
      case FORK, EXIT, PTRACE -> {}
    }
    words.forEach((field, value) -> record.u32(field, (int) (long) value));
    longs.forEach(record::u64);
    return record;
  }

  private void exec(RecordWriter record) {
    if (failed()) {
      record.u8(Exec.ASKED_PROVENANCE, FROM_USER_MEMORY);
    } else {
      process().writeProgram(record);
    }
    if (asked != null) {
      record.text(Exec.ASKED + Asked.TEXT, asked);
    }
    base(record, Exec.ASKED);
  }

  private void base(RecordWriter record, int field) {
    String cwd = process().cwd;
    if (!words.containsKey(field + Asked.DIRFD)) {
      record.u32(field + Asked.DIRFD, AT_FDCWD);
    }
    if (cwd != null) {
      record.path(field + Asked.BASE, cwd);
    }
  }

  private void open(RecordWriter record) {
    if (creates) {
      record.flag(RecordFlag.CREATED);
    }
    if (!failed()) {
      path(record, Open.PATH);
      inode(record, Open.INODE);
    } else {
      record.u32(Open.INODE + Inode.MODE, directory ? DIRECTORY : 0);
    }
    name(record, Open.ASKED);
  }

  private void path(RecordWriter record, int field) {
    if (path != null) {
      String inner = processPath == null ? path : processPath;
      record.path(field, inner, path.substring(0, path.length() - inner.length()));
      if (!inner.startsWith("/")) {
        record.pathFlag(field, PathFlag.PSEUDO);
      }
    }
  }

  /** What was asked for: by default the path itself. */
  private void name(RecordWriter record, int field) {
    String name = asked != null ? asked : processPath != null ? processPath : path;
    if (name != null) {
      record.text(field + Asked.TEXT, name);
    }
    base(record, field);
  }

  private boolean isInodeKnown() {
    return inode != 0 || device != 0 || fileType != 0 || fileFlags != 0;
  }

  private void inode(RecordWriter record, int field) {
    boolean known = isInodeKnown();
    long number = inode != 0 || !known ? inode : 1 + (Objects.hashCode(path) & 0x7fffffffL);
    int mode = fileType != 0 ? fileType : directory ? DIRECTORY : REGULAR;
    record
        .u64(field + Inode.INO, number)
        .u32(field + Inode.DEV, device != 0 ? (int) device : known ? 1 : 0)
        .u32(field + Inode.MODE, mode)
        .u32(field + Inode.FLAGS, fileFlags);
  }

  private void tree(RecordWriter record) {
    boolean byDescriptor = type == EventType.FCHMOD || type == EventType.FTRUNCATE;
    if (byDescriptor) {
      path(record, Fs.PATH);
      inode(record, Fs.INODE);
    } else {
      name(record, Fs.ASKED);
    }
    if (target != null) {
      record.text(Fs.TARGET + Asked.TEXT, target);
      base(record, Fs.TARGET);
    }
  }

  private void call(RecordWriter record) {
    boolean open = CallFacts.byDescriptor(type);
    if (open && (path != null || isInodeKnown())) {
      inode(record, Syscall.INODE);
    }
    if (open && path != null) {
      path(record, Syscall.PATH);
    } else if (path != null || asked != null) {
      name(record, Syscall.ASKED);
    }
    if (target != null) {
      record.text(Syscall.TARGET + Asked.TEXT, target);
      base(record, Syscall.TARGET);
    }
    texts.forEach(record::text);
  }

  private void chdir(RecordWriter record) {
    if (!failed()) {
      path(record, Chdir.CWD);
    }
    name(record, Chdir.ASKED);
  }

  private void comm(RecordWriter record) {
    byte[] name =
        Arrays.copyOf(
            (newName == null ? "" : newName).getBytes(StandardCharsets.UTF_8), COMM_BYTES);
    for (int i = 0; i < name.length - 1; i++) {
      record.u8(Comm.NAME + i, name[i]);
    }
  }

  /** Lets the names of addresses be found; an address of which nothing else is said is made up. */
  void lookUp(LookedUpNames names, long now) {
    if (localName != null) {
      localAddress = lookUp(names, localName, localAddress, now);
    }
    if (remoteName != null) {
      remoteAddress = lookUp(names, remoteName, remoteAddress, now);
    }
  }

  private byte[] lookUp(LookedUpNames names, String name, byte @Nullable [] said, long now) {
    byte[] address = said;
    if (address == null) {
      address = new byte[] {(byte) 192, 0, 2, 1};
      family = INET;
    }
    names.put(0, address, Text.of(name), now);
    return address;
  }

  private void socket(RecordWriter record) {
    if (localAddress != null || localPath != null) {
      new End(localAddress, localPort, localPath).write(record, Net.SOCKET, false);
    }
    if (remoteAddress != null || remotePath != null) {
      new End(remoteAddress, remotePort, remotePath).write(record, Net.SOCKET, true);
    }
    record
        .u16(Net.SOCKET + Socket.FAMILY, family)
        .u16(Net.SOCKET + Socket.LPORT, localPort)
        .u16(Net.SOCKET + Socket.RPORT, remotePort)
        .u16(Net.SOCKET + Socket.TYPE, socketType)
        .u16(Net.SOCKET + Socket.PROTOCOL, protocol)
        .u8(Net.SOCKET + Socket.PROVENANCE, FROM_OBJECT);
    if (question != null) {
      record.text(Net.MESSAGE, question.toBytes());
    }
    if (type.isTcpState()) {
      record.u32(Net.CALL_FLAGS, CLIENT);
    }
  }
}
