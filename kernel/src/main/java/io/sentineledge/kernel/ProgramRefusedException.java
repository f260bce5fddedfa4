package io.sentineledge.kernel;

/** A program was refused at load. The message holds one line of the verifier's log. */
public final class ProgramRefusedException extends KernelException {
  private static final long serialVersionUID = 1L;

  private final String program;
  private final String log;

  ProgramRefusedException(String program, int errno, String log, String hint) {
    super(
        Code.PROGRAM_REFUSED,
        errno,
        "The kernel refused the program "
            + program
            + ": "
            + Errno.describe(errno)
            + detail(log, hint),
        log.isEmpty()
            ? "This kernel may be built without what the program needs: sentinel-edge doctor tells."
            : "The verifier's whole log is written at --log-level debug; please report it"
                + " with the kernel's version.");
    this.program = program;
    this.log = log;
  }

  private static String detail(String log, String hint) {
    String line = VerifierLog.decisiveLine(log);
    if (line.isEmpty()) {
      return hint.isEmpty() ? "" : ": " + hint;
    }
    int omitted = VerifierLog.lineCount(log) - 1;
    return ": " + line + (omitted > 0 ? " (" + omitted + " lines omitted)" : "");
  }

  /** The name of the program that was refused; empty where libbpf did not say. */
  public String program() {
    return program;
  }

  /** The verifier's whole log; empty where the program was refused before it was verified. */
  public String log() {
    return log;
  }
}
