package io.sentineledge.filter.field;

import io.sentineledge.event.EventView;

/**
 * An IP address to be set again and again, as 128 bits; an IPv4 address is the IPv6 address that
 * maps it ({@code ::ffff:a.b.c.d}), as it is in a socket that takes both.
 */
public final class Address {
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final int WORD = 8;

  private long high;
  private long low;

  /** The first 64 bits. */
  public long high() {
    return high;
  }

  /** The last 64 bits. */
  public long low() {
    return low;
  }

  public void set(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** Sets an IPv4 address from its 32 bits. */
  public void setIpv4(int bits) {
    set(0, MAPPED | (bits & 0xffff_ffffL));
  }

  public boolean isIpv4() {
    return isIpv4(high, low);
  }

  static boolean isIpv4(long high, long low) {
    return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
  }

  /** Reads an address of a record: network order, IPv4 in the first four bytes. */
  void read(EventView event, int field, boolean ipv4) {
    if (ipv4) {
      setIpv4(Integer.reverseBytes(event.u32(field)));
    } else {
      set(Long.reverseBytes(event.u64(field)), Long.reverseBytes(event.u64(field + WORD)));
    }
  }
}
