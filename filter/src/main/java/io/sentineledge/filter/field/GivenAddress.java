package io.sentineledge.filter.field;

import io.sentineledge.event.EventView;
import io.sentineledge.event.Text;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code struct sockaddr} in a record, as a process passed it to a call. To be read from each
 * event anew; belongs to one thread.
 */
final class GivenAddress {
  private static final int FAMILY_BYTES = 2;
  private static final int INET_BYTES = 8;
  private static final int VSOCK_BYTES = 12;
  private static final int INET6_BYTES = 24;
  private static final int INET6_AT = 8;
  private static final long MAPPED_ANY = 0xffff_0000_0000L;

  private final int span;
  private final Text bytes = new Text();
  private final Address address = new Address();
  private final TextBuffer text = new TextBuffer();
  private boolean ip;
  private int port;

  /** The address in that span of the record. */
  GivenAddress(int span) {
    this.span = span;
  }

  /** Reads it; false, and what was read before gone, if there is none. */
  boolean read(EventView event) {
    ip = false;
    text.clear();
    bytes.set(Text.EMPTY.array(), 0, 0);
    if (!event.text(span, bytes)) {
      return false;
    }
    int length = bytes.length();
    int family = length < FAMILY_BYTES ? 0 : u8(0) | u8(1) << 8;
    if (family == SocketText.INET && length >= INET_BYTES) {
      address.setIpv4((int) word(4, 4));
      ip = true;
    } else if (family == SocketText.INET6 && length >= INET6_BYTES) {
      address.set(word(INET6_AT, 8), word(INET6_AT + 8, 8));
      ip = true;
    } else if (family == SocketText.UNIX) {
      unixName(length);
    } else if (family == SocketText.VSOCK && length >= VSOCK_BYTES) {
      text.append(Integer.toUnsignedLong(Integer.reverseBytes((int) word(8, 4))))
          .append(':')
          .append(Integer.toUnsignedLong(Integer.reverseBytes((int) word(4, 4))));
    }
    if (ip) {
      port = (int) word(2, 2);
      text.append(address).append(':').append(port);
    }
    return true;
  }

  /** A path up to its zero byte, or an abstract name in full, of which the first byte is zero. */
  private void unixName(int length) {
    if (length <= FAMILY_BYTES) {
      return;
    }
    if (u8(FAMILY_BYTES) == 0) {
      text.append('@')
          .append(bytes.array(), bytes.offset() + FAMILY_BYTES + 1, length - FAMILY_BYTES - 1);
      return;
    }
    int end = bytes.indexOf((byte) 0, FAMILY_BYTES);
    int count = (end < 0 ? length : end) - FAMILY_BYTES;
    text.append(bytes.array(), bytes.offset() + FAMILY_BYTES, count);
  }

  /** {@code address:port}, or the path of a unix socket; null for other families. */
  @Nullable Text text() {
    return text.length() == 0 ? null : text.text();
  }

  /** Whether both name the same; what lies behind the names makes no difference. */
  boolean names(GivenAddress other) {
    Text name = text();
    return name == null ? bytes.equals(other.bytes) : Objects.equals(name, other.text());
  }

  boolean isIp() {
    return ip;
  }

  /**
   * Whether a socket that was given this address has that one, but for what the kernel chooses: a
   * port for 0, an address of the machine for none.
   */
  boolean leadsTo(Address other, long otherPort) {
    boolean any = address.high() == 0 && (address.low() == 0 || address.low() == MAPPED_ANY);
    boolean same = address.high() == other.high() && address.low() == other.low();
    return (any || same) && (port == 0 || port == otherPort);
  }

  private int u8(int at) {
    return Byte.toUnsignedInt(bytes.at(at));
  }

  /** A number in network order. */
  private long word(int at, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word = word << 8 | u8(at + i);
    }
    return word;
  }
}
