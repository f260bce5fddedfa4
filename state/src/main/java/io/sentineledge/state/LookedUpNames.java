package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.Text;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names by which workloads looked addresses up, as name servers answered them: nothing is
 * resolved here. A name counts in the workload alone that was given it, for any program can have
 * itself told that an address has a name.
 *
 * <p>Of an address the name that was answered last counts, for as long as the answer says, but from
 * a minute (programs keep addresses longer than they may) to a day. A workload has at most {@value
 * #MOST_OF_WORKLOAD} addresses, all have at most {@value #MOST}; those looked for longest ago are
 * forgotten, beyond the latter those of the workload that has most. With names of up to 255 bytes
 * that is at most about 4 MB.
 *
 * <p>Finding a name allocates nothing. Used by the reader's thread alone.
 */
public final class LookedUpNames {
  static final int MOST = 8192;
  static final int MOST_OF_WORKLOAD = 1024;
  private static final int SHORTEST_SECONDS = 60;
  private static final int LONGEST_SECONDS = 86_400;
  private static final float LOAD = 0.75f;
  private static final long SECOND = 1_000_000_000L;

  /** Before an IPv4 address that is mapped into one of IPv6, ::ffff:0:0/96. */
  private static final long MAPPED = 0xffffL << 32;

  private final DnsAnswer answer = new DnsAnswer();
  private final DnsAnswer.Sink sink = this::put;

  /** Of each workload the addresses, the one that was looked for longest ago first. */
  private final Map<Workload, LinkedHashMap<Address, Name>> workloads = new HashMap<>();

  private final Workload wantedWorkload = new Workload();
  private final Address wanted = new Address();
  private final Text message = new Text();
  private int size;

  // Of the answer that is being read
  private long workload;
  private long time;
  private @Nullable Text name;

  /** A key to be set again and again; what is in a map is never changed. */
  private static final class Workload {
    private long id;

    Workload set(long value) {
      id = value;
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Workload workload && workload.id == id;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }
  }

  /** Likewise. */
  private static final class Address {
    private long high;
    private long low;

    Address set(long highBits, long lowBits) {
      high = highBits;
      low = lowBits;
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Address address && address.high == high && address.low == low;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(high * 31 + low);
    }
  }

  private record Name(Text text, long until) {}

  /** Whether an event is what a name server sent. */
  public static boolean isAnswer(EventView event) {
    return event.type().receives() && event.present(Net.MESSAGE);
  }

  /** Takes in what the event says: that of all events but answers is nothing. */
  void learn(EventView event) {
    if (!isAnswer(event) || !event.text(Net.MESSAGE, message)) {
      return;
    }
    workload = event.u64(Header.WORKLOAD);
    time = event.time();
    name = null;
    answer.read(message.array(), message.offset(), message.length(), sink);
  }

  private void put(DnsName asked, long high, long low, int seconds) {
    Text text = name;
    if (text == null) {
      text = asked.toText();
      name = text;
    }
    put(text, high, low, seconds);
  }

  /**
   * Takes in that a workload has looked a name up, without an answer that says so.
   *
   * @param address 4 or 16 bytes, network order
   * @param now ns of the boot clock
   */
  public void put(long ofWorkload, byte[] address, Text looked, long now) {
    boolean narrow = address.length == Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(address);
    workload = ofWorkload;
    time = now;
    long high = narrow ? 0 : bytes.getLong();
    long low = narrow ? MAPPED | Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
    put(looked, high, low, LONGEST_SECONDS);
  }

  private void put(Text text, long high, long low, int seconds) {
    LinkedHashMap<Address, Name> names =
        workloads.computeIfAbsent(
            new Workload().set(workload), _ -> new LinkedHashMap<>(16, LOAD, true));
    size -= names.size();
    long kept = Math.clamp(seconds, SHORTEST_SECONDS, LONGEST_SECONDS);
    names.put(new Address().set(high, low), new Name(text, time + kept * SECOND));
    if (names.size() > MOST_OF_WORKLOAD) {
      names.pollFirstEntry();
    }
    size += names.size();
    if (size > MOST) {
      removeOne();
    }
  }

  /** Makes room where most is taken. */
  private void removeOne() {
    Map.Entry<Workload, LinkedHashMap<Address, Name>> most = null;
    for (Map.Entry<Workload, LinkedHashMap<Address, Name>> entry : workloads.entrySet()) {
      if (most == null || entry.getValue().size() > most.getValue().size()) {
        most = entry;
      }
    }
    if (most != null) {
      most.getValue().pollFirstEntry();
      size--;
      if (most.getValue().isEmpty()) {
        workloads.remove(most.getKey());
      }
    }
  }

  /**
   * The name by which a workload looked an address up; null if it did not, or too long ago.
   *
   * @param high first 64 bits of the address; an IPv4 address is the IPv6 address that maps it
   * @param now ns of the boot clock
   */
  public @Nullable Text find(long workload, long high, long low, long now) {
    LinkedHashMap<Address, Name> names = workloads.get(wantedWorkload.set(workload));
    Name found = names == null ? null : names.get(wanted.set(high, low));
    return found == null || found.until < now ? null : found.text;
  }

  /** The number of addresses that are known. */
  public int size() {
    return size;
  }
}
