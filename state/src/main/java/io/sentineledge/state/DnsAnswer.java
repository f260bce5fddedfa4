package io.sentineledge.state;

/**
 * Reads the addresses out of what a name server answered (RFC 1035): those of the name that was
 * asked for, or of what it is another name for. Whatever bytes it is given, it reads none outside
 * of them, follows no loop and takes time in proportion to their number.
 *
 * <p>What a packet of which the end is missing has is read up to there. An answer over TCP may have
 * its length before it.
 */
final class DnsAnswer {
  private static final int HEADER = 12;
  private static final int PREFIX = 2;
  private static final int FIXED = 10;

  /** Of the flags: that it is an answer, what was asked, whether it went well. */
  private static final int MASK = 0xf80f;

  private static final int ANSWER = 0x8000;
  private static final int QUESTION_TAIL = 4;
  private static final int INTERNET = 1;
  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int AAAA = 28;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final long MAPPED = 0xffff_0000_0000L;

  private final DnsName asked = new DnsName(DnsName.MOST);
  private final DnsName current = new DnsName(DnsName.MOST);
  private final DnsName owner = new DnsName(DnsName.MOST);

  private byte[] bytes = {};
  private int begin;
  private int end;

  /** Takes addresses. */
  interface Sink {
    /**
     * One address of the name.
     *
     * @param high first 64 bits; an IPv4 address is the IPv6 address that maps it
     * @param seconds for which it may be kept, 0 or more
     */
    void address(DnsName name, long high, long low, int seconds);
  }

  /** Hands each address of the name that was asked for to the sink. */
  void read(byte[] message, int offset, int length, Sink sink) {
    bytes = message;
    begin = offset;
    end = offset + length;
    if (!isAnswer() && length >= PREFIX) {
      int size = u16(begin);
      begin += PREFIX;
      end = Math.min(end, begin + size);
    }
    int at = isAnswer() ? asked.read(bytes, begin, begin + HEADER, end) : -1;
    if (at < 0 || end - at < QUESTION_TAIL || u16(at + 2) != INTERNET || asked.isEmpty()) {
      return;
    }
    current.set(asked);
    at += QUESTION_TAIL;
    for (int left = u16(begin + 6); left > 0 && at >= 0; left--) {
      at = record(at, sink);
    }
  }

  /** Whether there is the beginning of an answer to one question. */
  private boolean isAnswer() {
    return end - begin >= HEADER && (u16(begin + 2) & MASK) == ANSWER && u16(begin + 4) == 1;
  }

  /** Reads one record; returns where it ends, or -1 if it is not sound. */
  private int record(int at, Sink sink) {
    int fixed = owner.read(bytes, begin, at, end);
    if (fixed < 0 || end - fixed < FIXED) {
      return -1;
    }
    int data = fixed + FIXED;
    int size = u16(fixed + 8);
    if (size > end - data) {
      return -1;
    }
    if (u16(fixed + 2) == INTERNET && owner.is(current)) {
      // A number with the highest bit means 0 (RFC 2181)
      int seconds = Math.max(0, i32(fixed + 4));
      int type = u16(fixed);
      if (type == A && size == IPV4_BYTES) {
        sink.address(asked, 0, MAPPED | u32(data), seconds);
      } else if (type == AAAA && size == IPV6_BYTES) {
        sink.address(asked, i64(data), i64(data + Long.BYTES), seconds);
      } else if (type == CNAME && current.read(bytes, begin, data, data + size) != data + size) {
        return -1;
      }
    }
    return data + size;
  }

  private int u16(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private int i32(int at) {
    return (u16(at) << 16) | u16(at + 2);
  }

  private long u32(int at) {
    return i32(at) & 0xffff_ffffL;
  }

  private long i64(int at) {
    return (u32(at) << 32) | u32(at + Integer.BYTES);
  }
}
