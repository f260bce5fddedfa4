package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
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
import io.sentineledge.rules.scenario.ProcessFacts.End;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Writes what is said of an event as the kernel programs would. */
final class EventRecord {
  private static final int AT_FDCWD = -100;
  private static final int COMM_BYTES = 16;
  private static final int REGULAR = 0100644;
  private static final int DIRECTORY = 0040755;
  private static final int FROM_OBJECT = 1;
  private static final int FROM_USER_MEMORY = 3;

  /** SE_SIDE_CLIENT of bpf/include/event.h. */
  private static final int CLIENT = 1;

  private final EventFacts facts;
  private final RecordWriter record;

  private EventRecord(EventFacts facts) {
    this.facts = facts;
    record = new RecordWriter(facts.type);
  }

  /** The record, without identities and time. */
  static RecordWriter of(EventFacts facts) {
    EventRecord made = new EventRecord(facts);
    made.write();
    return made.record;
  }

  private void write() {
    facts.process().writeHeader(record);
    record.u64(Header.RESULT, facts.result == null ? 0 : facts.result).u32(Header.CPU, facts.cpu);
    if (facts.via != null) {
      record.flag(facts.via);
    }
    if (facts.ofAgent) {
      record.flag(RecordFlag.OF_AGENT);
    }
    switch (facts.type.family()) {
      case EXEC -> exec();
      case OPEN -> open();
      case FS -> tree();
      case NET -> socket();
      case CHDIR -> chdir();
      case COMM -> comm();
      case CALL -> call();
      case FORK, EXIT, PTRACE -> {}
    }
    facts.words.forEach((field, value) -> record.u32(field, (int) (long) value));
    facts.longs.forEach(record::u64);
  }

  private void exec() {
    if (facts.failed()) {
      record.u8(Exec.ASKED_PROVENANCE, FROM_USER_MEMORY);
    } else {
      facts.process().writeProgram(record);
    }
    if (facts.asked != null) {
      record.text(Exec.ASKED + Asked.TEXT, facts.asked);
    }
    base(Exec.ASKED);
  }

  private void base(int field) {
    String cwd = facts.process().cwd;
    if (!facts.words.containsKey(field + Asked.DIRFD)) {
      record.u32(field + Asked.DIRFD, AT_FDCWD);
    }
    if (cwd != null) {
      record.path(field + Asked.BASE, cwd);
    }
  }

  private void open() {
    if (facts.creates) {
      record.flag(RecordFlag.CREATED);
    }
    if (!facts.failed()) {
      path(Open.PATH);
      inode(Open.INODE);
    } else {
      record.u32(Open.INODE + Inode.MODE, facts.directory ? DIRECTORY : 0);
    }
    name(Open.ASKED);
  }

  private void path(int field) {
    if (facts.path != null) {
      String inner = facts.processPath == null ? facts.path : facts.processPath;
      record.path(field, inner, facts.path.substring(0, facts.path.length() - inner.length()));
      if (!inner.startsWith("/")) {
        record.pathFlag(field, PathFlag.PSEUDO);
      }
    }
  }

  /** What was asked for: by default the path itself. */
  private void name(int field) {
    String name =
        facts.asked != null
            ? facts.asked
            : facts.processPath != null ? facts.processPath : facts.path;
    if (name != null) {
      record.text(field + Asked.TEXT, name);
    }
    base(field);
  }

  private boolean isInodeKnown() {
    return facts.inode != 0 || facts.device != 0 || facts.fileType != 0 || facts.fileFlags != 0;
  }

  private void inode(int field) {
    boolean known = isInodeKnown();
    long number =
        facts.inode != 0 || !known ? facts.inode : 1 + (Objects.hashCode(facts.path) & 0x7fffffffL);
    int mode = facts.fileType != 0 ? facts.fileType : facts.directory ? DIRECTORY : REGULAR;
    record
        .u64(field + Inode.INO, number)
        .u32(field + Inode.DEV, facts.device != 0 ? (int) facts.device : known ? 1 : 0)
        .u32(field + Inode.MODE, mode)
        .u32(field + Inode.FLAGS, facts.fileFlags);
  }

  private void tree() {
    boolean byDescriptor = facts.type == EventType.FCHMOD || facts.type == EventType.FTRUNCATE;
    if (byDescriptor) {
      path(Fs.PATH);
      inode(Fs.INODE);
    } else {
      name(Fs.ASKED);
    }
    if (facts.target != null) {
      record.text(Fs.TARGET + Asked.TEXT, facts.target);
      base(Fs.TARGET);
    }
  }

  private void call() {
    boolean open = CallFacts.byDescriptor(facts.type);
    if (open && (facts.path != null || isInodeKnown())) {
      inode(Syscall.INODE);
    }
    if (open && facts.path != null) {
      path(Syscall.PATH);
    } else if (facts.path != null || facts.asked != null) {
      name(Syscall.ASKED);
    }
    if (facts.target != null) {
      record.text(Syscall.TARGET + Asked.TEXT, facts.target);
      base(Syscall.TARGET);
    }
    facts.texts.forEach(record::text);
  }

  private void chdir() {
    if (!facts.failed()) {
      path(Chdir.CWD);
    }
    name(Chdir.ASKED);
  }

  private void comm() {
    byte[] name =
        Arrays.copyOf(
            (facts.newName == null ? "" : facts.newName).getBytes(StandardCharsets.UTF_8),
            COMM_BYTES);
    for (int i = 0; i < name.length - 1; i++) {
      record.u8(Comm.NAME + i, name[i]);
    }
  }

  private void socket() {
    if (facts.localAddress != null || facts.localPath != null) {
      new End(facts.localAddress, facts.localPort, facts.localPath)
          .write(record, Net.SOCKET, false);
    }
    if (facts.remoteAddress != null || facts.remotePath != null) {
      new End(facts.remoteAddress, facts.remotePort, facts.remotePath)
          .write(record, Net.SOCKET, true);
    }
    record
        .u16(Net.SOCKET + Socket.FAMILY, facts.family)
        .u16(Net.SOCKET + Socket.LPORT, facts.localPort)
        .u16(Net.SOCKET + Socket.RPORT, facts.remotePort)
        .u16(Net.SOCKET + Socket.TYPE, facts.socketType)
        .u16(Net.SOCKET + Socket.PROTOCOL, facts.protocol)
        .u8(Net.SOCKET + Socket.PROVENANCE, FROM_OBJECT);
    if (facts.question != null) {
      record.text(Net.MESSAGE, facts.question.toBytes());
    }
    if (facts.type.isTcpState()) {
      record.u32(Net.CALL_FLAGS, CLIENT);
    }
  }
}
