package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.ProcessImage;

/**
 * Notes of each event what anomalies are judged by, on the reader's thread, and hands it on. Holds
 * {@value #MOST} notes until they are drained, five times a second; more are left out. Allocates
 * nothing.
 */
final class AnomalyFeed implements EventIntake.Handler {
  /** Types of events that are asked for beside those that state is made from. */
  static final EventType CONNECTIONS = EventType.CONNECT;

  private static final int MOST = 4096;
  private static final int IN_PROGRESS = -115;
  private static final int INET = 2;
  private static final int INET6 = 10;

  /** What a note is about. */
  enum Kind {
    EXEC,
    CONNECTION,
    PRIVILEGES
  }

  /** Is given a note. */
  interface Visitor {
    /**
     * @param fingerprint of the program file or the address; 0 for others
     */
    void note(long workload, Kind kind, long fingerprint);
  }

  private final EventIntake.Handler next;
  private final long[] workloads = new long[MOST];
  private final long[] fingerprints = new long[MOST];
  private final Kind[] kinds = new Kind[MOST];
  private int size;

  AnomalyFeed(EventIntake.Handler next) {
    this.next = next;
  }

  @Override
  public void event(EventContext context) {
    EventView event = context.event();
    EventType type = event.type();
    if (type == EventType.EXECVE || type == EventType.EXECVEAT) {
      if (event.result() >= 0) {
        long device = event.u32(Exec.INODE + Inode.DEV);
        add(event, Kind.EXEC, event.u64(Exec.INODE + Inode.INO) * 31 + device);
      }
    } else if (type == CONNECTIONS) {
      connection(event);
    } else if (event.result() >= 0 && changesPrivileges(type, context)) {
      add(event, Kind.PRIVILEGES, 0);
    }
    next.event(context);
  }

  /** Some programs, such as make, set the ids that they have before they start each other one. */
  private static boolean changesPrivileges(EventType type, EventContext context) {
    if (type == EventType.SETGROUPS || type == EventType.CAPSET) {
      return true;
    }
    ProcessImage process = context.process();
    return type.compareTo(EventType.SETUID) >= 0
        && type.compareTo(EventType.SETFSGID) <= 0
        && process != null
        && process.idsChanged;
  }

  private void connection(EventView event) {
    int family = event.u16(Net.SOCKET + Socket.FAMILY);
    boolean tried = event.result() == 0 || event.result() == IN_PROGRESS;
    if (tried && (family == INET || family == INET6)) {
      long high = event.u64(Net.SOCKET + Socket.RADDR);
      long low = event.u64(Net.SOCKET + Socket.RADDR + Long.BYTES);
      int port = event.u16(Net.SOCKET + Socket.RPORT);
      add(event, Kind.CONNECTION, (high * 31 + (family == INET ? 0 : low)) * 31 + port);
    }
  }

  private synchronized void add(EventView event, Kind kind, long fingerprint) {
    if (size < MOST) {
      workloads[size] = event.u64(Header.WORKLOAD);
      kinds[size] = kind;
      fingerprints[size] = fingerprint;
      size++;
    }
  }

  /** Hands out what was noted since the last time. For any thread. */
  synchronized void drain(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.note(workloads[i], kinds[i], fingerprints[i]);
    }
    size = 0;
  }
}
