package io.sentineledge.kernel;

/** Error numbers of Linux, as they read in a message. */
public final class Errno {
  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** No such file or directory. */
  public static final int ENOENT = 2;

  /** Interrupted system call. */
  public static final int EINTR = 4;

  /** Resource temporarily unavailable. */
  public static final int EAGAIN = 11;

  /** Permission denied; also the verifier's usual answer. */
  public static final int EACCES = 13;

  /** Not a directory. */
  public static final int ENOTDIR = 20;

  /** File name too long. */
  public static final int ENAMETOOLONG = 36;

  /** Too many levels of symbolic links. */
  public static final int ELOOP = 40;

  private static final int ENOTSUPP = 524;

  private Errno() {}

  /** The error's text and number, as in {@code Operation not permitted (errno 1)}. */
  public static String describe(int errno) {
    // ENOTSUPP is internal to the kernel, yet bpf() returns it; strerror does not know it.
    String text = errno == ENOTSUPP ? "Not supported" : LibC.errorText(errno);
    return text + " (errno " + errno + ")";
  }
}
