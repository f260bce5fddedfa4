package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Typed.Network;
import io.sentineledge.filter.field.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads literals as values of a type. */
final class Literals {
  private static final int MAX_PORT = 65535;
  private static final int ADDRESS_BITS = 128;
  private static final int IPV4_BITS = 32;

  /** Well-known ports by the names of IANA's registry. */
  private static final Map<String, Long> PORTS =
      Map.ofEntries(
          Map.entry("ftp-data", 20L),
          Map.entry("ftp", 21L),
          Map.entry("ssh", 22L),
          Map.entry("telnet", 23L),
          Map.entry("smtp", 25L),
          Map.entry("domain", 53L),
          Map.entry("tftp", 69L),
          Map.entry("http", 80L),
          Map.entry("kerberos", 88L),
          Map.entry("pop3", 110L),
          Map.entry("sunrpc", 111L),
          Map.entry("ntp", 123L),
          Map.entry("imap2", 143L),
          Map.entry("snmp", 161L),
          Map.entry("irc", 194L),
          Map.entry("ldap", 389L),
          Map.entry("https", 443L),
          Map.entry("submission", 587L),
          Map.entry("ldaps", 636L),
          Map.entry("imaps", 993L),
          Map.entry("pop3s", 995L),
          Map.entry("socks", 1080L),
          Map.entry("openvpn", 1194L),
          Map.entry("ms-sql-s", 1433L),
          Map.entry("nfs", 2049L),
          Map.entry("mysql", 3306L),
          Map.entry("postgresql", 5432L),
          Map.entry("redis", 6379L),
          Map.entry("ircs-u", 6697L),
          Map.entry("http-alt", 8080L));

  private Literals() {}

  static Text text(Literal literal) {
    return Text.of(literal.text());
  }

  /** Bytes given in hexadecimal. */
  static Text hexadecimal(Literal literal) throws ConditionException {
    try {
      return Text.of(HexFormat.of().parseHex(literal.text()));
    } catch (IllegalArgumentException e) {
      throw wrong(literal, "bytes in hexadecimal", "Write two digits a byte, such as CAFE01.");
    }
  }

  /** A number as a field of the type holds it: truth values as 0 and 1. */
  static long number(Literal literal, FieldType type) throws ConditionException {
    return switch (type) {
      case BOOL -> bool(literal);
      case PORT -> port(literal);
      default -> integer(literal, type);
    };
  }

  private static long bool(Literal literal) throws ConditionException {
    return switch (literal.text()) {
      case "true" -> 1;
      case "false" -> 0;
      default -> throw wrong(literal, "true or false", null);
    };
  }

  private static long port(Literal literal) throws ConditionException {
    Long named = PORTS.get(literal.text());
    if (named != null) {
      return named;
    }
    Long port = parse(literal.text());
    if (port == null || port < 0 || port > MAX_PORT) {
      throw wrong(literal, "a port, 0 to 65535, or the name of a well-known one", null);
    }
    return port;
  }

  private static long integer(Literal literal, FieldType type) throws ConditionException {
    Long number = parse(literal.text());
    if (number == null) {
      String hint =
          type == FieldType.TIME || type == FieldType.DURATION
              ? "Times are written in nanoseconds: 5 s is 5000000000."
              : null;
      throw wrong(literal, "a whole number of at most 63 bits", hint);
    }
    return number;
  }

  private static @Nullable Long parse(String text) {
    try {
      boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
      long number = hexadecimal ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
      return number == Long.MIN_VALUE ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A single address. */
  static Network address(Literal literal) throws ConditionException {
    Network address = parseAddress(literal.text());
    if (address == null) {
      throw wrong(literal, "an IP address", "Compare networks with fd.net, fd.snet and the like.");
    }
    return address;
  }

  /** A network in CIDR notation. */
  static Network network(Literal literal) throws ConditionException {
    String text = literal.text();
    int slash = text.indexOf('/');
    Network address = slash < 0 ? null : parseAddress(text.substring(0, slash));
    Long bits = slash < 0 ? null : parse(text.substring(slash + 1));
    boolean ipv4 = text.indexOf('.') >= 0 && text.indexOf(':') < 0;
    if (address == null || bits == null || bits < 0 || bits > (ipv4 ? IPV4_BITS : ADDRESS_BITS)) {
      throw wrong(
          literal, "a network such as 10.0.0.0/8", "For a single address write /32, or /128.");
    }
    int all = (int) (bits + (ipv4 ? ADDRESS_BITS - IPV4_BITS : 0));
    return new Network(address.high() & highMask(all), address.low() & lowMask(all), all);
  }

  /** The bits of the first half that a prefix covers. */
  static long highMask(int bits) {
    return bits >= Long.SIZE ? -1 : bits == 0 ? 0 : -1L << (Long.SIZE - bits);
  }

  /** The bits of the second half that a prefix covers. */
  static long lowMask(int bits) {
    int rest = bits - Long.SIZE;
    return rest >= Long.SIZE ? -1 : rest <= 0 ? 0 : -1L << (Long.SIZE - rest);
  }

  private static @Nullable Network parseAddress(String text) {
    byte[] bytes = IpParser.parse(text);
    if (bytes == null) {
      return null;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | (bytes[i] & 0xff);
      low = low << 8 | (bytes[i + 8] & 0xff);
    }
    return new Network(high, low, ADDRESS_BITS);
  }

  private static ConditionException wrong(
      Literal literal, String expected, @Nullable String suggestion) {
    String shown =
        literal.text().getBytes(StandardCharsets.UTF_8).length > 60
            ? literal.text().substring(0, 40) + "..."
            : literal.text();
    String field = Fields.find(literal.text()) == null ? null : "val(" + shown + ")";
    return new ConditionException(
        "'" + shown + "' is not " + expected,
        literal.place(),
        field == null ? suggestion : "To compare with the field's value write " + field + ".");
  }
}
