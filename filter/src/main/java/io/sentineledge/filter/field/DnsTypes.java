package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Types of resource records by IANA's names; others are {@code TYPE} and the number, as in RFC
 * 3597.
 */
public final class DnsTypes {
  private static final String PREFIX = "TYPE";
  private static final int MOST = 0xffff;
  private static final @Nullable Text[] NAMES = new @Nullable Text[258];

  static {
    define(1, "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR");
    define(13, "HINFO", "MINFO", "MX", "TXT", "RP", "AFSDB");
    define(28, "AAAA", "LOC");
    define(33, "SRV");
    define(35, "NAPTR", "KX", "CERT");
    define(39, "DNAME");
    define(41, "OPT");
    define(43, "DS", "SSHFP", "IPSECKEY", "RRSIG", "NSEC", "DNSKEY", "DHCID", "NSEC3");
    define(51, "NSEC3PARAM", "TLSA", "SMIMEA");
    define(59, "CDS", "CDNSKEY", "OPENPGPKEY", "CSYNC", "ZONEMD", "SVCB", "HTTPS");
    define(99, "SPF");
    define(249, "TKEY", "TSIG", "IXFR", "AXFR", "MAILB", "MAILA", "ANY", "URI", "CAA");
  }

  private DnsTypes() {}

  private static void define(int first, String... names) {
    for (int i = 0; i < names.length; i++) {
      NAMES[first + i] = Text.of(names[i]);
    }
  }

  /** The name of a type; null if it has none. */
  static @Nullable Text name(int type) {
    return type < NAMES.length ? NAMES[type] : null;
  }

  static Text unnamed(int type, TextBuffer buffer) {
    return buffer.clear().append(PREFIX).append(type).text();
  }

  /** The number of a type by its name; none if there is no such. */
  public static OptionalInt number(String name) {
    for (int type = 0; type < NAMES.length; type++) {
      Text known = NAMES[type];
      if (known != null && known.toString().equals(name)) {
        return OptionalInt.of(type);
      }
    }
    if (!name.matches(PREFIX + "[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int type = Integer.parseInt(name.substring(PREFIX.length()));
    return type <= MOST ? OptionalInt.of(type) : OptionalInt.empty();
  }
}
