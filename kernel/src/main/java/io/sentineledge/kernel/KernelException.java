package io.sentineledge.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The kernel, or a library on the way to it, refused something. The message is one sentence that
 * says what failed and why, followed by what to do about it.
 */
public class KernelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is. */
  public enum Code {
    /** The shared library libbpf was not found or cannot be loaded. */
    LIBBPF_MISSING,
    /** libbpf was found, but it is older than 1.1. */
    LIBBPF_TOO_OLD,
    /** The BPF programs are for another processor. */
    WRONG_PROCESSOR,
    /** The kernel carries no BTF (CONFIG_DEBUG_INFO_BTF), which CO-RE needs. */
    BTF_MISSING,
    /** The kernel lacks something that every SentinelEdge program needs. */
    KERNEL_TOO_OLD,
    /** A capability is missing. */
    PERMISSION,
    /** RLIMIT_MEMLOCK is too low, on a kernel that charges BPF memory to it (before 5.11). */
    MEMLOCK,
    /** The kernel's verifier, or the kernel's configuration, refused a program. */
    PROGRAM_REFUSED,
    /** A loaded program could not be attached. */
    ATTACH_REFUSED,
    /** The object file lacks something that is asked of it, or is damaged. */
    OBJECT_INVALID,
    /** Any other system call that failed. */
    SYSTEM_CALL
  }

  private final Code code;
  private final int errno;
  private final String sentence;
  private final String remedy;

  /**
   * @param errno the kernel's error number, 0 where there is none
   * @param sentence what failed and why, without a full stop at its end
   * @param remedy what to do about it; may be empty
   */
  public KernelException(Code code, int errno, String sentence, String remedy) {
    this(code, errno, sentence, remedy, null);
  }

  /** As above, with the cause. */
  public KernelException(
      Code code, int errno, String sentence, String remedy, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.errno = errno;
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /** The sentence and the remedy. */
  @Override
  public String getMessage() {
    return remedy.isEmpty() ? sentence + "." : sentence + ". " + remedy;
  }

  /** The kind of refusal. */
  public Code code() {
    return code;
  }

  /** The kernel's error number, 0 where there is none. */
  public int errno() {
    return errno;
  }

  /** What failed and why, without what to do about it. */
  public String sentence() {
    return sentence;
  }

  /** What to do about it; empty where nothing is known. */
  public String remedy() {
    return remedy;
  }
}
