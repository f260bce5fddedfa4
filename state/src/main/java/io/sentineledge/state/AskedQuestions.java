package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What programs ask name servers. Over TCP a question may be cut anywhere, in calls of their own:
 * the beginning of an unfinished message is kept until the rest of its name has been sent, and the
 * event that sends that is the one that asks.
 *
 * <p>Of connections with unfinished messages at most {@value #MOST} are known, those used last:
 * less than 512 KB. Used by the reader's thread alone.
 */
public final class AskedQuestions {
  static final int MOST = 1024;
  private static final int STREAM = 1;

  /** Bytes of the length that comes before a message. */
  private static final int PREFIX = 2;

  /** Bytes that the first question of a message ends in: length, header, name, type. */
  private static final int HEAD = PREFIX + 12 + 256 + 2;

  private final DnsQuestion question = new DnsQuestion();
  private final Text message = new Text();
  private final LinkedHashMap<Connection, Stream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private final Connection wanted = new Connection();
  private Stream spare = new Stream();
  private boolean known;

  /** A key to be set again and again; what is in the map is never changed. */
  private static final class Connection {
    private long inode;
    private int port;

    Connection set(EventView event) {
      inode = event.u64(Net.SOCKET + Socket.INO);
      port = event.u16(Net.SOCKET + Socket.LPORT);
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Connection connection
          && connection.inode == inode
          && connection.port == port;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(inode * 31 + port);
    }
  }

  /** Where the messages of a connection begin and end. */
  private static final class Stream {
    private final byte[] head = new byte[HEAD];

    /** Bytes of an unfinished message, its length first. */
    private int length;

    /** Bytes still to come of a message of which no more is to be known. */
    private int rest;

    boolean isOpen() {
      return length > 0 || rest > 0;
    }

    /**
     * Follows what was sent.
     *
     * @param unseen bytes that were sent behind {@code end}
     * @return whether a question was completed and read, the first one
     */
    boolean take(byte[] bytes, int begin, int end, long unseen, DnsQuestion question) {
      boolean read = false;
      int at = begin;
      while (at < end) {
        int count = Math.min(end - at, rest > 0 ? rest : wanted());
        if (rest > 0) {
          rest -= count;
        } else {
          System.arraycopy(bytes, at, head, length, count);
          length += count;
          read |= completes(read ? null : question);
        }
        at += count;
      }
      if (unseen > rest) {
        length = 0; // where the next message begins is not known
      }
      rest = (int) Math.max(0, rest - unseen);
      return read;
    }

    private int wanted() {
      return length < PREFIX ? PREFIX - length : Math.min(size(), HEAD) - length;
    }

    /** Bytes of the message and its length. */
    private int size() {
      return PREFIX + (((head[0] & 0xff) << 8) | (head[1] & 0xff));
    }

    private boolean completes(@Nullable DnsQuestion question) {
      if (length < PREFIX) {
        return false;
      }
      boolean read = question != null && question.read(head, PREFIX, length);
      if (read || length == Math.min(size(), HEAD)) {
        rest = size() - length;
        length = 0;
      }
      return read;
    }
  }

  /** The question that the event asks; null if it asks none. Valid until the next event. */
  public @Nullable DnsQuestion question() {
    return known ? question : null;
  }

  /** Takes in what the event sends, if that goes to a name server. */
  void learn(EventView event) {
    known = false;
    EventType type = EventType.of(event.typeId());
    if (type == EventType.CONNECT && !streams.isEmpty()) {
      streams.remove(wanted.set(event));
    }
    if (type == null || !type.sends() || !event.text(Net.MESSAGE, message)) {
      return;
    }
    byte[] bytes = message.array();
    int begin = message.offset();
    int end = begin + message.length();
    boolean stream = event.u16(Net.SOCKET + Socket.TYPE) == STREAM;
    known = stream ? follow(event, bytes, begin, end) : question.read(bytes, begin, end);
  }

  private boolean follow(EventView event, byte[] bytes, int begin, int end) {
    long sent = event.result();
    boolean unknown = event.flag(RecordFlag.NO_RESULT);
    if (unknown) {
      streams.remove(wanted.set(event));
    }
    if (unknown || sent <= 0) {
      return question.read(bytes, begin + PREFIX, end); // no part of what is followed
    }
    Stream kept = streams.get(wanted.set(event));
    Stream stream = kept == null ? spare : kept;
    long unseen = Math.max(0, sent - (end - begin)); // sendmmsg returns no bytes
    boolean read = stream.take(bytes, begin, end, unseen, question);
    if (kept == null && stream.isOpen()) {
      streams.put(new Connection().set(event), stream);
      spare = new Stream();
      if (streams.size() > MOST) {
        streams.pollFirstEntry();
      }
    } else if (kept != null && !stream.isOpen()) {
      streams.remove(wanted);
    }
    return read || (kept == null && isWithoutLength(bytes, begin, end));
  }

  /**
   * Whether it is a message whose length was sent before anybody looked at the connection. One with
   * its length, read in this way, asks for the root, if for anything.
   */
  private boolean isWithoutLength(byte[] bytes, int begin, int end) {
    return question.read(bytes, begin, end) && !question.isOfRoot();
  }

  /** The number of connections with unfinished messages. */
  int size() {
    return streams.size();
  }
}
