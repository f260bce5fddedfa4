package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What loaded kernel programs cost, of whichever process: the kernel measures it for as long as
 * this is open (BPF_ENABLE_STATS, 5.8), which makes each run of each program of the machine a
 * little slower. It ends with the process at the latest. Not thread-safe.
 */
public final class ProgramCosts implements AutoCloseable {
  /** BPF_STATS_RUN_TIME. */
  private static final int RUN_TIME = 0;

  private final LibBpf lib = LibBpf.instance();
  private final int statistics;

  /**
   * Runs of all programs of one name since they were loaded, while it was measured.
   *
   * @param ns spent in them
   */
  public record Cost(long runs, long ns) {
    /** Both together. */
    public Cost and(Cost other) {
      return new Cost(runs + other.runs, ns + other.ns);
    }

    /** What came since another look. */
    public Cost since(Cost before) {
      return new Cost(runs - before.runs, ns - before.ns);
    }
  }

  /**
   * Begins to measure.
   *
   * @throws KernelException where the kernel refuses it: it takes CAP_SYS_ADMIN
   */
  public ProgramCosts() {
    statistics = lib.enableStatistics(RUN_TIME);
    if (statistics < 0) {
      throw new KernelException(
          KernelException.Code.PERMISSION,
          -statistics,
          "The kernel does not let this process measure programs: " + Errno.describe(-statistics),
          "Run it as root, or with CAP_SYS_ADMIN.");
    }
  }

  /** The programs whose names begin with this, by name. */
  public Map<String, Cost> look(String prefix) {
    Map<String, Cost> costs = new TreeMap<>();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment next = scratch.allocate(ValueLayout.JAVA_INT);
      while (lib.nextProgramId(next.get(ValueLayout.JAVA_INT, 0), next) == 0) {
        int program = lib.programById(next.get(ValueLayout.JAVA_INT, 0));
        if (program < 0) {
          continue; // unloaded meanwhile
        }
        try {
          String name = name(scratch, program);
          if (name.startsWith(prefix)) {
            ProgramInfo info = ProgramInfo.read(lib, program);
            costs.merge(name, new Cost(info.runCount(), info.runTimeNs()), Cost::and);
          }
        } finally {
          LibC.close(program);
        }
      }
    }
    return costs;
  }

  private String name(Arena scratch, int program) {
    MemorySegment info = scratch.allocate(ProgramInfo.BYTES, 8);
    MemorySegment length = scratch.allocateFrom(ValueLayout.JAVA_INT, ProgramInfo.BYTES);
    int result = lib.info(program, info, length);
    if (result != 0) {
      throw LibC.failed("asking for a program's name", -result);
    }
    return info.getString(ProgramInfo.NAME, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    LibC.close(statistics);
  }
}
