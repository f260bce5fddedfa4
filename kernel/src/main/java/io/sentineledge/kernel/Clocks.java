package io.sentineledge.kernel;

import static io.sentineledge.kernel.Native.INT;
import static io.sentineledge.kernel.Native.LONG;
import static io.sentineledge.kernel.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The kernel's clocks, read by {@code clock_gettime(2)}. Safe for use by several threads. */
public final class Clocks {
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_BOOTTIME = 7;
  private static final long SECOND = 1_000_000_000;

  /** Both clocks exist wherever BPF does, so that its result needs no look. */
  private static final MethodHandle CLOCK_GETTIME =
      Native.link(
          Native.LINKER.defaultLookup(), "clock_gettime", FunctionDescriptor.of(INT, INT, POINTER));

  private Clocks() {}

  /** The clock of events: ns since boot, time in suspend included. */
  public static long boot() {
    return read(CLOCK_BOOTTIME);
  }

  /** The wall clock: ns since 1970. May jump. */
  public static long wall() {
    return read(CLOCK_REALTIME);
  }

  private static long read(int clock) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment time = scratch.allocate(LONG, 2);
      int _ = (int) CLOCK_GETTIME.invokeExact(clock, time);
      return time.getAtIndex(LONG, 0) * SECOND + time.getAtIndex(LONG, 1);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }
}
