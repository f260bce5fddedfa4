package io.sentineledge.state;

import io.sentineledge.event.Text;

/**
 * What a name server is asked: the first question of a message that was sent to one (RFC 1035). The
 * program that sends it may write what it likes into it, so all is told that has the form of a
 * question, whatever else the message says of itself.
 *
 * <p>Set again for each message, without allocation. Used by the reader's thread alone.
 */
public final class DnsQuestion {
  private static final int HEADER = 12;
  private static final int COUNT = 4;
  private static final int TYPE_BYTES = 2;
  private static final Text ROOT = Text.of(".");

  private final DnsName asked = new DnsName(DnsName.MOST_ESCAPED);
  private final Text name = new Text();
  private int type;

  /** Reads a message, or its beginning; false where that is no question. */
  boolean read(byte[] bytes, int begin, int end) {
    if (end - begin < HEADER || u16(bytes, begin + COUNT) == 0) {
      return false;
    }
    int at = asked.read(bytes, begin, begin + HEADER, end);
    if (at < 0 || end - at < TYPE_BYTES) {
      return false;
    }
    type = u16(bytes, at);
    return true;
  }

  /**
   * The name in small letters, without the dot at its end, but that of the root: valid until the
   * next.
   */
  public Text name() {
    if (isOfRoot()) {
      return ROOT;
    }
    asked.toText(name);
    return name;
  }

  /** Whether the name is that of the root. */
  boolean isOfRoot() {
    return asked.isEmpty();
  }

  /** The type of the records that are asked for, such as 1 for addresses. */
  public int type() {
    return type;
  }

  private static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
