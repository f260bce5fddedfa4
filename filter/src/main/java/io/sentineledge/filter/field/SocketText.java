package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Texts of a socket in a record. */
final class SocketText {
  static final int UNIX = 1;
  static final int INET = 2;
  static final int INET6 = 10;
  static final int NETLINK = 16;
  static final int PACKET = 17;
  static final int VSOCK = 40;

  private static final Text UNSPECIFIED = Text.of("AF_UNSPEC");
  private static final int DATAGRAM = 2;

  /** TCP_CLOSE of the kernel, also the state of datagram sockets that are not connected. */
  private static final int CLOSED = 7;

  /** SE_FROM_KERNEL_OBJECT of bpf/include/event.h. */
  private static final int KERNEL_OBJECT = 1;

  private final int socket;
  private final TextBuffer buffer = new TextBuffer();
  private final Address address = new Address();
  private final Text path = new Text();

  /** The socket at an offset of the record. */
  SocketText(int socket) {
    this.socket = socket;
  }

  int family(EventView event) {
    return event.u16(socket + Socket.FAMILY);
  }

  boolean isIp(EventView event) {
    int family = family(event);
    return family == INET || family == INET6;
  }

  /** Reads one end's address; false if the socket has none. */
  boolean address(EventView event, boolean remote, Address to) {
    if (!isIp(event) || (remote && isDissolved(event))) {
      return false;
    }
    to.read(event, socket + (remote ? Socket.RADDR : Socket.LADDR), family(event) == INET);
    return true;
  }

  /** One end's port, or {@link NumberSource#MISSING}. */
  long port(EventView event, boolean remote) {
    return isIp(event) && !(remote && isDissolved(event))
        ? event.u16(socket + (remote ? Socket.RPORT : Socket.LPORT))
        : NumberSource.MISSING;
  }

  /**
   * Whether the event is a connect to no address (AF_UNSPEC), by which a socket loses its
   * association: it succeeded, and the kernel's socket is connected to nothing.
   */
  boolean isDissolved(EventView event) {
    if (event.typeId() != EventType.CONNECT.id()
        || event.result() < 0
        || event.flag(RecordFlag.NO_RESULT)
        || event.u8(socket + Socket.STATE) != CLOSED
        || event.u8(socket + Socket.PROVENANCE) != KERNEL_OBJECT) {
      return false;
    }
    return isIp(event)
        ? event.u16(socket + Socket.RPORT) == 0
        : family(event) == UNIX
            && event.u16(socket + Socket.TYPE) == DATAGRAM
            && !event.present(socket + Socket.RPATH);
  }

  /** Whether the addresses are IPv4, mapped ones too. */
  boolean isIpv4(EventView event, boolean remote) {
    return address(event, remote && !isDissolved(event), address) && address.isIpv4();
  }

  /** {@code client:port->server:port}; the path of a unix socket; null if there is neither. */
  @Nullable Text tuple(EventView event, boolean server) {
    buffer.clear();
    if (isDissolved(event)) {
      return null;
    }
    if (hasNumbers(event)) {
      end(event, server);
      buffer.append('-').append('>');
      end(event, !server);
      return buffer.text();
    }
    return unix(event, !server);
  }

  /** The local end: {@code address:port} or the path of a unix socket; null if there is neither. */
  @Nullable Text local(EventView event) {
    return one(event, false);
  }

  /**
   * The remote end: {@code address:port} or the path of a unix socket; null if there is neither.
   * {@code AF_UNSPEC} of a connect that dissolved an association.
   */
  @Nullable Text remote(EventView event) {
    return isDissolved(event) ? UNSPECIFIED : one(event, true);
  }

  private @Nullable Text one(EventView event, boolean remote) {
    buffer.clear();
    if (hasNumbers(event)) {
      end(event, remote);
      return buffer.text();
    }
    return unix(event, remote);
  }

  /** Whether its ends are addresses with ports. */
  private boolean hasNumbers(EventView event) {
    return isIp(event)
        || (family(event) == VSOCK
            && (event.u64(socket + Socket.LADDR) | event.u64(socket + Socket.RADDR)) != 0);
  }

  private void end(EventView event, boolean remote) {
    if (family(event) == VSOCK) {
      int at = socket + (remote ? Socket.RADDR : Socket.LADDR);
      buffer
          .append(Integer.toUnsignedLong(event.u32(at)))
          .append(':')
          .append(Integer.toUnsignedLong(event.u32(at + Integer.BYTES)));
      return;
    }
    address(event, remote, address);
    buffer.append(address).append(':').append(port(event, remote));
  }

  /** A unix socket's path; that of an abstract one begins with {@code @}. */
  private @Nullable Text unix(EventView event, boolean remote) {
    if (family(event) != UNIX
        || !event.text(socket + (remote ? Socket.RPATH : Socket.LPATH), path)) {
      return null;
    }
    buffer.append(path);
    Text text = buffer.text();
    if (!text.isEmpty() && text.at(0) == 0) {
      buffer.clear().append('@').append(path.array(), path.offset() + 1, path.length() - 1);
      text = buffer.text();
    }
    return text;
  }
}
