package io.sentineledge.sensor;

/**
 * What became of one kernel program.
 *
 * @param name its name, as bpftool shows it
 * @param section where it belongs, as in {@code tp_btf/sys_exit}
 * @param detail of a refused program the reason, else empty
 */
public record ProgramStatus(String name, String section, State state, String detail) {
  /** What became of it. */
  public enum State {
    /** Loaded; not attached yet. */
    LOADED,
    /** Runs at its place in the kernel. */
    ATTACHED,
    /** Runs when an attached program calls it. */
    CALLED,
    /** Runs when it is asked for: to list the processes, or while a rule needs it. */
    ON_DEMAND,
    /** Made for other kernels; on this one another program does its work. */
    REPLACED,
    /**
     * The kernel takes no programs of its kind; what it would make more exact is told all the same.
     */
    UNAVAILABLE,
    /** The kernel refused it; what it would have seen is missing. */
    REFUSED
  }
}
