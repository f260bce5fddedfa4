package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Names of numbers and bits that calls about sockets and descriptors take; values of x86-64. */
final class SocketNames {
  /** linux/socket.h, address families. */
  static final FlagNames DOMAIN =
      new FlagNames()
          .values(
              0,
              "AF_UNSPEC",
              "AF_UNIX",
              "AF_INET",
              "AF_AX25",
              "AF_IPX",
              "AF_APPLETALK",
              "AF_NETROM",
              "AF_BRIDGE",
              "AF_ATMPVC",
              "AF_X25",
              "AF_INET6")
          .values(15, "AF_KEY", "AF_NETLINK", "AF_PACKET")
          .values(21, "AF_RDS")
          .values(29, "AF_CAN", "AF_TIPC", "AF_BLUETOOTH")
          .values(38, "AF_ALG", "AF_NFC", "AF_VSOCK")
          .values(44, "AF_XDP");

  static final FlagNames SOCKET =
      new FlagNames()
          .where("SOCK_STREAM", 0xf, 1)
          .where("SOCK_DGRAM", 0xf, 2)
          .where("SOCK_RAW", 0xf, 3)
          .where("SOCK_RDM", 0xf, 4)
          .where("SOCK_SEQPACKET", 0xf, 5)
          .where("SOCK_PACKET", 0xf, 10)
          .bit("SOCK_NONBLOCK", 0x800)
          .bit("SOCK_CLOEXEC", 0x80000);

  /** As accept4 takes them. */
  static final FlagNames SOCKET_FLAGS =
      new FlagNames().bit("SOCK_NONBLOCK", 0x800).bit("SOCK_CLOEXEC", 0x80000);

  static final FlagNames MESSAGE =
      new FlagNames()
          .bit("MSG_OOB", 1)
          .bit("MSG_PEEK", 2)
          .bit("MSG_DONTROUTE", 4)
          .bit("MSG_TRUNC", 0x20)
          .bit("MSG_DONTWAIT", 0x40)
          .bit("MSG_EOR", 0x80)
          .bit("MSG_WAITALL", 0x100)
          .bit("MSG_ERRQUEUE", 0x2000)
          .bit("MSG_NOSIGNAL", 0x4000)
          .bit("MSG_MORE", 0x8000)
          .bit("MSG_ZEROCOPY", 0x4000000)
          .bit("MSG_FASTOPEN", 0x20000000)
          .bit("MSG_CMSG_CLOEXEC", 0x40000000);

  static final FlagNames SHUTDOWN = new FlagNames().values(0, "SHUT_RD", "SHUT_WR", "SHUT_RDWR");

  static final FlagNames CLOSE_ON_EXEC = new FlagNames().bit("O_CLOEXEC", 0x80000);

  static final FlagNames FCNTL =
      new FlagNames().where("F_DUPFD", -1, 0).where("F_DUPFD_CLOEXEC", -1, 1030);

  /** {@code enum se_part} of bpf/include/event.h; the first is not known. */
  private static final @Nullable Text[] ROLES = {
    null, Text.of("connects"), Text.of("listens"), Text.of("accepted"), Text.of("closes")
  };

  private SocketNames() {}

  /** What the process of a state of TCP has to do with the connection. */
  static TextSource role(NumberSource part) {
    return event -> {
      long role = part.get(event);
      return role > 0 && role < ROLES.length ? ROLES[(int) role] : null;
    };
  }
}
