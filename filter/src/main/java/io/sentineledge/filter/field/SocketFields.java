package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.ADDRESS;
import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.NETWORK;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.PORT;
import static io.sentineledge.filter.field.FieldType.TEXT;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * {@code fd.*} of sockets. The local and remote ends are the kernel's; the client is the end that
 * connects. A socket that only binds or listens has a server end, the local one.
 */
final class SocketFields {
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int RAW = 3;
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;

  /** TCP_ESTABLISHED of the kernel, also the state of connected datagram sockets. */
  private static final int ESTABLISHED = 1;

  /** SE_FD_PIPE of bpf/include/event.h. */
  private static final int PIPE = 3;

  private static final String NAME = ".name";

  private SocketFields() {}

  /** {@code enum se_side} of bpf/include/event.h; 0 is unknown. */
  private static final int CLIENT = 1;

  private static final int SERVER = 2;

  /** Which end of the connection a field is about. */
  private enum End {
    LOCAL,
    REMOTE,
    CLIENT,
    SERVER
  }

  /**
   * Which end of the connection the socket is in events of a type; of states of TCP, which may tell
   * it.
   */
  private static int side(EventType type, EventView event) {
    return type.isTcpState() ? event.u32(Net.CALL_FLAGS) : isServer(type) ? SERVER : CLIENT;
  }

  /** Whether the process is the server in events of a type, other than states of TCP. */
  private static boolean isServer(EventType type) {
    return switch (type) {
      case ACCEPT, ACCEPT4, BIND, LISTEN -> true;
      default -> type.receives();
    };
  }

  /** Whether the call makes a socket, which has no ends yet. */
  private static boolean isNew(EventType type) {
    return type == EventType.SOCKET || type == EventType.SOCKETPAIR;
  }

  /** Whether the socket has one end alone: it waits for connections. */
  private static boolean isListening(EventType type) {
    return type == EventType.BIND || type == EventType.LISTEN;
  }

  static void define(FieldSet fields) {
    end(fields, End.CLIENT, "c", "client");
    end(fields, End.SERVER, "s", "server");
    end(fields, End.LOCAL, "l", "local");
    end(fields, End.REMOTE, "r", "remote");
    either(fields);
    protocol(fields);
    state(fields);
    peer(fields);
  }

  private static void end(FieldSet fields, End end, String letter, String title) {
    fields.add(
        "fd." + letter + "ip",
        ADDRESS,
        "Address of the " + title + " end.",
        (type, argument) -> address(type, end));
    fields.conditionsOnly(
        "fd." + letter + "net",
        NETWORK,
        "Address of the " + title + " end, compared with networks.",
        (type, argument) -> address(type, end));
    fields.add(
        "fd." + letter + "port",
        PORT,
        "Port of the " + title + " end.",
        (type, argument) -> port(type, end));
    fields.add(
        "fd." + letter + "ip" + NAME,
        TEXT,
        "Name by which the workload looked the address of the "
            + title
            + " end up, as the name server answered; nothing is resolved by the agent.",
        (type, argument) -> domainName(type, end));
  }

  /** Whether the value of a field comes from what name servers answered. */
  static boolean isDomainName(Field field) {
    return field.name().startsWith("fd.") && field.name().endsWith("ip" + NAME);
  }

  private static @Nullable TextSource domainName(EventType type, End end) {
    AddressSource source = address(type, end);
    Address address = new Address();
    TextSource name =
        event ->
            source != null && source.get(event, address)
                ? event
                    .names()
                    .find(
                        event.event().u64(Header.WORKLOAD),
                        address.high(),
                        address.low(),
                        event.event().time())
                : null;
    return source == null ? null : name;
  }

  private static void either(FieldSet fields) {
    String rule = ": a comparison is true if it is true for one end, != if for both.";
    fields.conditionsOnly(
        "fd.ip",
        ADDRESS,
        "Addresses of both ends" + rule,
        (type, argument) -> either(address(type, End.LOCAL), address(type, End.REMOTE)));
    fields.conditionsOnly(
        "fd.net",
        NETWORK,
        "Addresses of both ends, compared with networks" + rule,
        (type, argument) -> either(address(type, End.LOCAL), address(type, End.REMOTE)));
    for (String name : new String[] {"fd.port", "fd.proto"}) {
      fields.conditionsOnly(
          name,
          PORT,
          "Ports of both ends" + rule,
          (type, argument) -> either(port(type, End.LOCAL), port(type, End.REMOTE)));
    }
  }

  private static @Nullable Source either(@Nullable Source local, @Nullable Source remote) {
    return local == null || remote == null ? local : new Either(local, remote);
  }

  private static @Nullable AddressSource address(EventType type, End end) {
    if (!has(type, end)) {
      return null;
    }
    SocketText socket = new SocketText(Net.SOCKET);
    if (type.isTcpState()) {
      return (event, to) ->
          knows(event.event(), end)
              && socket.address(event.event(), isRemote(end, side(type, event.event())), to);
    }
    boolean remote = isRemote(end, isServer(type) ? SERVER : CLIENT);
    return (event, to) -> socket.address(event.event(), remote, to);
  }

  private static @Nullable NumberSource port(EventType type, End end) {
    if (!has(type, end)) {
      return null;
    }
    SocketText socket = new SocketText(Net.SOCKET);
    if (type.isTcpState()) {
      return event ->
          knows(event.event(), end)
              ? socket.port(event.event(), isRemote(end, side(type, event.event())))
              : NumberSource.MISSING;
    }
    boolean remote = isRemote(end, isServer(type) ? SERVER : CLIENT);
    return event -> socket.port(event.event(), remote);
  }

  private static boolean has(EventType type, End end) {
    return FdFields.ofSocket(type)
        && !isNew(type)
        && (!isListening(type) || end == End.LOCAL || end == End.SERVER);
  }

  /** Whether the state of a connection tells which end this is. */
  private static boolean knows(EventView event, End end) {
    return end == End.LOCAL || end == End.REMOTE || event.u32(Net.CALL_FLAGS) != 0;
  }

  private static boolean isRemote(End end, int side) {
    return switch (end) {
      case LOCAL -> false;
      case REMOTE -> true;
      case CLIENT -> side == SERVER;
      case SERVER -> side != SERVER;
    };
  }

  private static void protocol(FieldSet fields) {
    Text tcp = Text.of("tcp");
    Text udp = Text.of("udp");
    Text icmp = Text.of("icmp");
    Text raw = Text.of("raw");
    fields.add(
        "fd.l4proto",
        TEXT,
        "Transport protocol of an IP socket: tcp, udp, icmp or raw.",
        (type, argument) -> {
          SocketText socket = new SocketText(Net.SOCKET);
          TextSource protocol =
              event -> {
                if (!socket.isIp(event.event())) {
                  return null;
                }
                int kind = event.event().u16(Net.SOCKET + Socket.TYPE);
                return switch (event.event().u16(Net.SOCKET + Socket.PROTOCOL)) {
                  case TCP -> tcp;
                  case UDP -> udp;
                  case ICMP, ICMPV6 -> icmp;
                  case 0 -> kind == STREAM ? tcp : kind == DATAGRAM ? udp : null;
                  default -> kind == RAW ? raw : null;
                };
              };
          return FdFields.ofSocket(type) ? protocol : null;
        });
    Text ip = Text.of("ip");
    Text unix = Text.of("unix");
    Text netlink = Text.of("netlink");
    Text packet = Text.of("packet");
    Text vsock = Text.of("vsock");
    fields.add(
        "fd.sockfamily",
        TEXT,
        "Family of the socket: ip, unix, netlink, packet or vsock.",
        (type, argument) -> {
          SocketText socket = new SocketText(Net.SOCKET);
          TextSource family =
              event ->
                  socket.isIp(event.event())
                      ? ip
                      : switch (socket.family(event.event())) {
                        case SocketText.UNIX -> unix;
                        case SocketText.NETLINK -> netlink;
                        case SocketText.PACKET -> packet;
                        case SocketText.VSOCK -> vsock;
                        default -> null;
                      };
          return FdFields.ofSocket(type) ? family : null;
        });
  }

  private static void peer(FieldSet fields) {
    fields.add(
        "fd.peer.pid",
        NUMBER,
        "Process at the other end of a unix socket, in the initial pid namespace: which listens, for"
            + " connect, and which connected, for accept.",
        (type, argument) -> {
          NumberSource peer =
              event -> {
                int pid = event.event().u32(Net.SOCKET + Socket.PEER_PID);
                return pid == 0 ? NumberSource.MISSING : pid;
              };
          return FdFields.ofSocket(type) && !type.isTcpState() ? peer : null;
        });
  }

  private static void state(FieldSet fields) {
    fields.add(
        "fd.is_server",
        BOOL,
        "Whether the process is the server of the connection.",
        (type, argument) -> {
          NumberSource told =
              event -> {
                int side = side(type, event.event());
                return side == 0 ? NumberSource.MISSING : side == SERVER ? 1 : 0;
              };
          return type.isTcpState()
              ? told
              : FdFields.ofSocket(type) ? NumberSource.fixed(isServer(type)) : null;
        });
    fields.add(
        "fd.connected",
        BOOL,
        "Whether the socket is connected after the call.",
        (type, argument) -> {
          if (!FdFields.ofSocket(type) || isListening(type)) {
            return FdFields.ofSocket(type) ? NumberSource.fixed(false) : null;
          }
          boolean connects =
              type == EventType.CONNECT || type == EventType.ACCEPT || type == EventType.ACCEPT4;
          SocketText socket = new SocketText(Net.SOCKET);
          NumberSource connected =
              event ->
                  event.event().result() >= 0
                          && !socket.isDissolved(event.event())
                          && (connects
                              || event.event().u8(Net.SOCKET + Socket.STATE) == ESTABLISHED)
                      ? 1
                      : 0;
          return connected;
        });
    fields.add(
        "fd.name_changed",
        BOOL,
        "Whether the call changed the name of the descriptor.",
        (type, argument) ->
            FdFields.ofSocket(type) || FdFields.ofFile(type) ? NumberSource.fixed(false) : null);
  }

  /** {@code fd.name} of a socket. */
  static @Nullable TextSource name(EventType type) {
    if (!FdFields.ofSocket(type) || isNew(type)) {
      return null;
    }
    if (isListening(type)) {
      SocketText socket = new SocketText(Net.SOCKET);
      return new MemoText(event -> socket.local(event.event()));
    }
    return new MemoText(tuple(type));
  }

  /** Both ends, the client's first; the local one where it is not known which that is. */
  static TextSource tuple(EventType type) {
    SocketText socket = new SocketText(Net.SOCKET);
    return event -> socket.tuple(event.event(), side(type, event.event()) == SERVER);
  }

  /** {@code fd.type} of a socket, in the caller's words. */
  static @Nullable TextSource type(
      EventType type, String ipv4, String ipv6, String unix, String pipe) {
    if (!FdFields.ofSocket(type)) {
      return null;
    }
    SocketText socket = new SocketText(Net.SOCKET);
    Text four = Text.of(ipv4);
    Text six = Text.of(ipv6);
    Text local = Text.of(unix);
    Text queue = Text.of(pipe);
    boolean remote = !isListening(type);
    return event ->
        socket.isIp(event.event())
            ? socket.isIpv4(event.event(), remote) ? four : six
            : socket.family(event.event()) == SocketText.UNIX
                ? local
                : event.event().u32(Net.KIND) == PIPE ? queue : null;
  }

  /** The socket that the call was made on. */
  static @Nullable NumberSource number(EventType type) {
    return FdFields.ofSocket(type) && !type.isTcpState()
        ? event -> event.event().u32(Net.FD)
        : null;
  }

  static NumberSource inode() {
    return event -> {
      long inode = event.event().u64(Net.SOCKET + Socket.INO);
      return inode == 0 ? NumberSource.MISSING : inode;
    };
  }
}
