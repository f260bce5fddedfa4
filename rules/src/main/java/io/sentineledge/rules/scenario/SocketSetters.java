package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType.Family;
import io.sentineledge.filter.field.DnsTypes;
import io.sentineledge.rules.scenario.ProcessFacts.End;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.List;
import java.util.Map;

/** {@code fd.*} of sockets. */
final class SocketSetters {
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int RAW = 3;
  private static final int[] PROTOCOLS = {6, 17, 1, 255};
  private static final int[] KINDS = {STREAM, DATAGRAM, RAW, RAW};
  private static final List<String> PROTOCOL_NAMES = List.of("tcp", "udp", "icmp", "raw");
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int[] FAMILIES = {INET, UNIX, 16, 17, 40};
  private static final List<String> FAMILY_NAMES =
      List.of("ip", "unix", "netlink", "packet", "vsock");
  private static final int MOST_PORT = 65535;

  private SocketSetters() {}

  static void define(Map<String, Setter> setters) {
    end(setters, "l", f -> false);
    end(setters, "r", f -> true);
    end(setters, "c", EventFacts::isServer);
    end(setters, "s", f -> !f.isServer());
    setters.put(
        "dns.question.name",
        (f, argument, value) -> question(f, "dns.question.name").name(value.text()));
    setters.put(
        "dns.question.type",
        (f, argument, value) -> {
          String name = value.text();
          int type =
              DnsTypes.number(name)
                  .orElseThrow(() ->
                      new BadValue(
                          "'" + name + "' is no type of a DNS record",
                          "Write one such as A, AAAA or TXT, or TYPE and its number."));
          question(f, "dns.question.type").type(type);
        });
    setters.put(
        "fd.l4proto",
        (f, argument, value) -> {
          require(f, "fd.l4proto");
          int index = value.word(PROTOCOL_NAMES);
          f.protocol = PROTOCOLS[index];
          f.socketType = KINDS[index];
        });
    setters.put(
        "fd.sockfamily",
        (f, argument, value) -> {
          require(f, "fd.sockfamily");
          int family = FAMILIES[value.word(FAMILY_NAMES)];
          if (family != INET || f.family == 0) {
            f.family(family);
          }
        });
  }

  private static DescribedQuestion question(EventFacts facts, String field) throws BadValue {
    if (!facts.type.sends()) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " send nothing, so no " + field,
          "It can be set in sendto, sendmsg, sendmmsg, write, writev and pwritev2.");
    }
    if (facts.question == null) {
      facts.question = new DescribedQuestion();
    }
    return facts.question;
  }

  /** Which end a letter means in events of a type. */
  private interface Remote {
    boolean of(EventFacts facts);
  }

  private static void end(Map<String, Setter> setters, String letter, Remote remote) {
    String ip = "fd." + letter + "ip";
    String port = "fd." + letter + "port";
    setters.put(
        ip,
        (f, argument, value) -> {
          require(f, ip);
          byte[] address = value.address();
          f.family(address.length == 4 ? INET : INET6);
          if (remote.of(f)) {
            f.remoteAddress = address;
          } else {
            f.localAddress = address;
          }
        });
    String name = ip + ".name";
    setters.put(
        name,
        (f, argument, value) -> {
          require(f, name);
          if (remote.of(f)) {
            f.remoteName = value.text();
          } else {
            f.localName = value.text();
          }
        });
    setters.put(
        port,
        (f, argument, value) -> {
          require(f, port);
          int number = value.number(MOST_PORT);
          if (remote.of(f)) {
            f.remotePort = number;
          } else {
            f.localPort = number;
          }
          if (f.family == 0) {
            f.family(INET);
          }
        });
  }

  private static void require(EventFacts facts, String field) throws BadValue {
    if (facts.type.family() != Family.NET) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " have no socket, so no " + field,
          "It can be set in connect, accept, accept4, bind and listen.");
    }
  }

  /** {@code fd.name} of a socket: {@code client:port->server:port}, one end alone, or a path. */
  static void name(EventFacts facts, Value value) throws BadValue {
    String text = value.text();
    int arrow = text.indexOf("->");
    if (arrow < 0) {
      facts.end(facts.type == io.sentineledge.event.EventType.CONNECT, End.of(value));
    } else {
      facts.end(facts.isServer(), End.of(value.with(text.substring(0, arrow))));
      facts.end(!facts.isServer(), End.of(value.with(text.substring(arrow + 2))));
    }
  }

  /** {@code fd.typechar} of a socket. */
  static void letter(EventFacts facts, String letter) throws BadValue {
    facts.family(
        switch (letter) {
          case "4" -> INET;
          case "6" -> INET6;
          case "u" -> UNIX;
          default ->
              throw new BadValue("'" + letter + "' is no type of a socket", "Write 4, 6 or u.");
        });
  }
}
