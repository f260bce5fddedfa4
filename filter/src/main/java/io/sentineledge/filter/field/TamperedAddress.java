package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * The address that a call about a socket was given: whether the process's memory held another one
 * when the call ended, or the kernel's socket has another one. Belongs to one thread.
 */
final class TamperedAddress {
  /** SE_FROM_KERNEL_OBJECT of bpf/include/event.h. */
  private static final int KERNEL_OBJECT = 1;

  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;

  private final GivenAddress begun = new GivenAddress(Net.BEGUN);
  private final GivenAddress ended = new GivenAddress(Net.ENDED);
  private final SocketText socket = new SocketText(Net.SOCKET);
  private final Address address = new Address();
  private final boolean remote;

  TamperedAddress(EventType type) {
    remote = type != EventType.BIND;
  }

  /** Whether calls of a type are given an address, which is read at both ends. */
  static boolean isGiven(EventType type) {
    return switch (type) {
      case CONNECT, BIND, SENDTO, SENDMSG, SENDMMSG -> true;
      default -> false;
    };
  }

  /** {@link NumberSource}: 1, 0 or not known. */
  long tampered(EventView event) {
    if (!begun.read(event)) {
      return NumberSource.MISSING;
    }
    if (!isSameAtEnd(event) || !isOfSocket(event)) {
      return 1;
    }
    boolean known =
        event.flag(RecordFlag.NAME_COPIED)
            || !event.flag(RecordFlag.MEMORY_SHARED)
            || socketTells(event);
    return known ? 0 : NumberSource.MISSING;
  }

  /** The one that the kernel did not use; where that is not known, the one at the beginning. */
  @Nullable Text other(EventView event) {
    if (tampered(event) != 1) {
      return null;
    }
    boolean used = event.flag(RecordFlag.NAME_COPIED) || (socketTells(event) && isOfSocket(event));
    return used ? ended.text() : begun.text();
  }

  private boolean isSameAtEnd(EventView event) {
    return ended.read(event) && begun.names(ended);
  }

  /**
   * Whether the socket has the address that the call began with. Where nobody else uses the memory,
   * or the kernel's copy is known, another one is the kernel's own doing: programs of control
   * groups may send a connection elsewhere.
   */
  private boolean isOfSocket(EventView event) {
    return event.flag(RecordFlag.NAME_COPIED)
        || !event.flag(RecordFlag.MEMORY_SHARED)
        || !socketTells(event)
        || begun.leadsTo(address, socket.port(event, remote));
  }

  /** Whether the kernel's socket has what the call was given. Reads its address. */
  private boolean socketTells(EventView event) {
    int type = event.u16(Net.SOCKET + Socket.TYPE);
    return event.u8(Net.SOCKET + Socket.PROVENANCE) == KERNEL_OBJECT
        && (type == STREAM || type == DATAGRAM)
        && begun.isIp()
        && socket.address(event, remote, address);
  }
}
