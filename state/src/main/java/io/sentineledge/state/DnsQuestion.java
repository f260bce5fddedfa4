package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;

/**
 * What a name server is asked: the first question of a message that was sent to one (RFC 1035). The
 * program that sends it may write what it likes into it, so all is told that has the form of a
 * question, whatever else the message says of itself.
 *
 * <p>Set again for each event, without allocation. Used by the reader's thread alone.
 */
public final class DnsQuestion {
  private static final int HEADER = 12;
  private static final int COUNT = 4;
  private static final int PREFIX = 2;
  private static final int TYPE_BYTES = 2;
  private static final int STREAM = 1;
  private static final Text ROOT = Text.of(".");

  private final DnsName asked = new DnsName(DnsName.MOST_ESCAPED);
  private final Text message = new Text();
  private final Text name = new Text();
  private int type;

  /** Reads what an event sent; false where that is no question to a name server. */
  public boolean read(EventView event) {
    if (!event.type().sends() || !event.text(Net.MESSAGE, message)) {
      return false;
    }
    byte[] bytes = message.array();
    int begin = message.offset();
    int end = begin + message.length();
    // Over TCP the length comes first, in the same call or in one before.
    boolean stream = event.u16(Net.SOCKET + Socket.TYPE) == STREAM;
    return (stream && read(bytes, begin + PREFIX, end)) || read(bytes, begin, end);
  }

  private boolean read(byte[] bytes, int begin, int end) {
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
    if (asked.isEmpty()) {
      return ROOT;
    }
    asked.toText(name);
    return name;
  }

  /** The type of the records that are asked for, such as 1 for addresses. */
  public int type() {
    return type;
  }

  private static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
