package io.sentineledge.filter.field;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Texts of a socket in a record. */
final class SocketText {
  static final int UNIX = 1;
  static final int INET = 2;
  static final int INET6 = 10;

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
    if (!isIp(event)) {
      return false;
    }
    to.read(event, socket + (remote ? Socket.RADDR : Socket.LADDR), family(event) == INET);
    return true;
  }

  /** One end's port, or {@link NumberSource#MISSING}. */
  long port(EventView event, boolean remote) {
    return isIp(event)
        ? event.u16(socket + (remote ? Socket.RPORT : Socket.LPORT))
        : NumberSource.MISSING;
  }

  /** Whether the addresses are IPv4, mapped ones too. */
  boolean isIpv4(EventView event, boolean remote) {
    return address(event, remote, address) && address.isIpv4();
  }

  /** {@code client:port->server:port}; the path of a unix socket; null if there is neither. */
  @Nullable Text tuple(EventView event, boolean server) {
    buffer.clear();
    if (isIp(event)) {
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
   */
  @Nullable Text remote(EventView event) {
    return one(event, true);
  }

  private @Nullable Text one(EventView event, boolean remote) {
    buffer.clear();
    if (isIp(event)) {
      end(event, remote);
      return buffer.text();
    }
    return unix(event, remote);
  }

  private void end(EventView event, boolean remote) {
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
