package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import io.sentineledge.rules.scenario.ProcessFacts.End;
import io.sentineledge.rules.scenario.Value.BadValue;
import io.sentineledge.state.LookedUpNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is said of one event: the process and its ancestors, and what the call was about. */
final class EventFacts {
  private static final long O_ACCMODE = 3;
  private static final long O_WRONLY = 1;
  private static final long O_RDWR = 2;
  private static final long O_CREAT_O_EXCL = 0xc0;
  private static final long O_PATH = 0x200000;

  /** O_CREAT, O_WRONLY, O_TRUNC: what creat stands for. */
  private static final long CREAT_FLAGS = 0x241;

  private static final int INET = 2;

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
}
