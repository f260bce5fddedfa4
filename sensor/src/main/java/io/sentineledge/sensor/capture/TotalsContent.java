package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Loss;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content of a block of totals: what became of the events up to there.
 *
 * <pre>
 * 0 u32 1: the recording ended here   4 u32 types, T   8 u32 reasons of loss, L   12 u32 programs, P
 * 16 T times, by id of the type: u64 produced, filtered, delivered, written, lost[L]
 *    P times: u64 missed runs, u32 bytes of the name, the name
 * </pre>
 */
final class TotalsContent {
  private static final int START = 16;
  private static final int NUMBERS = 4;
  private static final int MOST_TYPES = 1024;
  private static final int MOST_PROGRAMS = 256;
  private static final int MOST_NAME = 64;

  private final Accounting accounting;
  private final long[] written;
  private final boolean last;

  private TotalsContent(Accounting accounting, long[] written, boolean last) {
    this.accounting = accounting;
    this.written = written;
    this.last = last;
  }

  static byte[] encode(Accounting accounting, long[] written, boolean last) {
    Map<String, Long> missed = accounting.missedRuns();
    int names = missed.keySet().stream().mapToInt(name -> bytes(name).length).sum();
    int row = (NUMBERS + Loss.values().length) * Long.BYTES;
    ByteBuffer out =
        ByteBuffer.allocate(START + EventType.COUNT * row + missed.size() * 12 + names)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(last ? 1 : 0).putInt(EventType.COUNT).putInt(Loss.values().length);
    out.putInt(missed.size());
    for (int id = 0; id < EventType.COUNT; id++) {
      EventType type = EventType.of(id);
      out.putLong(type == null ? 0 : accounting.produced(type));
      out.putLong(type == null ? 0 : accounting.filtered(type));
      out.putLong(type == null ? accounting.deliveredUnknown() : accounting.delivered(type));
      out.putLong(written[id]);
      for (Loss loss : Loss.values()) {
        out.putLong(type == null ? 0 : accounting.lost(type, loss));
      }
    }
    missed.forEach((name, runs) -> out.putLong(runs).putInt(bytes(name).length).put(bytes(name)));
    return out.array();
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Null if the numbers in front cannot be right. */
  static @Nullable TotalsContent decode(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < START) {
      return null;
    }
    boolean last = in.getInt() == 1;
    int types = in.getInt();
    int reasons = in.getInt(); // fewer in captures of earlier versions
    int programs = in.getInt();
    boolean plausible =
        types >= 0
            && types <= MOST_TYPES
            && reasons >= 0
            && reasons <= Loss.values().length
            && programs >= 0
            && programs <= MOST_PROGRAMS
            && in.remaining() >= (long) types * (NUMBERS + reasons) * Long.BYTES;
    if (!plausible) {
      return null;
    }
    long[] produced = new long[EventType.COUNT];
    long[] filtered = new long[EventType.COUNT];
    long[] delivered = new long[EventType.COUNT];
    long[] written = new long[EventType.COUNT];
    long[][] lost = new long[Loss.values().length][EventType.COUNT];
    for (int row = 0; row < types; row++) {
      int id = row < EventType.COUNT ? row : 0;
      produced[id] += in.getLong();
      filtered[id] += in.getLong();
      delivered[id] += in.getLong();
      written[id] += in.getLong();
      for (int reason = 0; reason < reasons; reason++) {
        lost[reason][id] += in.getLong();
      }
    }
    Accounting accounting =
        new Accounting(produced, filtered, lost, delivered, programs(in, programs));
    return new TotalsContent(accounting, written, last);
  }

  /** With what a replay handed out in place of what the source did. */
  Accounting replayed(long[] delivered) {
    return accounting.replayed(written, delivered);
  }

  /** Whether the recording ended there. */
  boolean last() {
    return last;
  }

  private static Map<String, Long> programs(ByteBuffer in, int count) {
    Map<String, Long> missed = new LinkedHashMap<>();
    for (int i = 0; i < count && in.remaining() >= 12; i++) {
      long runs = in.getLong();
      int length = in.getInt();
      if (length < 0 || length > Math.min(MOST_NAME, in.remaining())) {
        break;
      }
      byte[] name = new byte[length];
      in.get(name);
      missed.put(new String(name, StandardCharsets.UTF_8), runs);
    }
    return missed;
  }
}
