package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.state.EventContext;

/** The arguments of calls about sockets, and of what becomes of connections. */
final class SocketArguments {
  private final EventArguments to;

  SocketArguments(EventArguments to) {
    this.to = to;
  }

  void add(EventType type) {
    SocketText end = new SocketText(Net.SOCKET);
    TextSource both = SocketFields.tuple(type);
    NumberSource fd = event -> event.event().u32(Net.FD);
    switch (type) {
      case CONNECT -> {
        to.result();
        to.text("tuple", both);
        to.number("fd", fd);
        to.text("addr", (TextSource) event -> end.remote(event.event()));
      }
      case ACCEPT, ACCEPT4 -> {
        to.number("fd", Results::value);
        to.text("tuple", both);
        to.absent("queuepct", "queuelen", "queuemax");
        if (type == EventType.ACCEPT4) {
          to.unsigned("flags", SocketNames.SOCKET_FLAGS, Net.CALL_FLAGS);
        }
      }
      case BIND -> {
        to.result();
        to.text("addr", (TextSource) event -> end.local(event.event()));
        to.number("fd", fd);
      }
      case LISTEN -> {
        to.result();
        to.number("fd", fd);
        to.header("backlog", Net.BACKLOG);
      }
      case SOCKET -> {
        to.number(
            "fd", event -> event.event().result(), event -> Errno.name(-event.event().result()));
        to.unsigned("domain", SocketNames.DOMAIN, Net.ARGS);
        to.unsigned("type", SocketNames.SOCKET, Net.ARGS + Long.BYTES);
        to.header("proto", Net.ARGS + 2 * Long.BYTES);
      }
      case SOCKETPAIR -> {
        to.result();
        to.number("fd1", fd);
        to.header("fd2", Net.OTHER_FD);
        to.unsigned("domain", SocketNames.DOMAIN, Net.ARGS);
        to.unsigned("type", SocketNames.SOCKET, Net.ARGS + Long.BYTES);
        to.header("proto", Net.ARGS + 2 * Long.BYTES);
      }
      case SETSOCKOPT -> {
        to.result();
        to.number("fd", fd);
        to.unsigned("level", OptionNames.LEVEL, Net.OTHER_FD);
        to.number("optname", event -> event.event().u32(Net.CALL_FLAGS), OptionNames.option());
        to.number("val", SocketArguments::value);
        to.number("optlen", event -> event.event().u64(Net.SIZE));
      }
      case SHUTDOWN -> {
        to.result();
        to.number("fd", fd);
        to.unsigned("how", SocketNames.SHUTDOWN, Net.OTHER_FD);
      }
      case TCP_ESTABLISHED, TCP_FAILED, TCP_CLOSE -> {
        to.result();
        to.text("tuple", both);
        to.number("duration", event -> EventArguments.known(event.event().u64(Net.ARGS)));
        if (type == EventType.TCP_CLOSE) {
          to.number("sent", event -> event.event().u64(Net.ARGS + Long.BYTES));
          to.number("received", event -> event.event().u64(Net.ARGS + 2 * Long.BYTES));
        }
        to.text("role", SocketNames.role(event -> event.event().u32(Net.KIND)));
      }
      default -> {
        if (type.sends() || type.receives()) {
          message(fd, both);
        } else {
          copies(type);
        }
      }
    }
  }

  /** The first number of an option's value. */
  private static long value(EventContext event) {
    boolean whole = event.event().u64(Net.SIZE) >= Integer.BYTES;
    return whole ? event.event().u32(Net.BACKLOG) : NumberSource.MISSING;
  }

  private void message(NumberSource fd, TextSource both) {
    to.result();
    to.absent("data");
    to.number("fd", fd);
    to.number("size", event -> event.event().u64(Net.SIZE));
    to.text("tuple", both);
    to.unsigned("flags", SocketNames.MESSAGE, Net.CALL_FLAGS);
  }

  private void copies(EventType type) {
    to.result();
    to.header(type == EventType.FCNTL ? "fd" : "oldfd", Net.FD);
    switch (type) {
      case DUP2 -> to.header("newfd", Net.OTHER_FD);
      case DUP3 -> {
        to.header("newfd", Net.OTHER_FD);
        to.unsigned("flags", SocketNames.CLOSE_ON_EXEC, Net.CALL_FLAGS);
      }
      case FCNTL -> to.unsigned("cmd", SocketNames.FCNTL, Net.OTHER_FD);
      default -> {}
    }
  }
}
