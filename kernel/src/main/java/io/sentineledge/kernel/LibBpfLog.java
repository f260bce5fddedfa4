package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes libbpf's messages away from stderr: they go to the debug log where that is asked for, and
 * the latest warnings are kept so that an exception can name the program and the reason that only
 * libbpf knows.
 */
final class LibBpfLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.sentineledge.kernel.libbpf");
  private static final int LEVEL_WARN = 0; // enum libbpf_print_level
  private static final int MAX_MESSAGE_BYTES = 4096;
  private static final int MAX_WARNINGS = 64;

  private static final ArrayDeque<String> WARNINGS = new ArrayDeque<>();

  /** Else the log is not touched: another thread may be setting it up. */
  private static volatile boolean logged;

  private LibBpfLog() {}

  /**
   * Before a call of the library: forgets the warnings so far.
   *
   * @param heard whether to keep those of this call. To load an object makes some ten thousand
   *     messages, and each would be a call back into Java
   */
  static void begin(LibBpf library, boolean heard) {
    clear();
    library.setPrint(heard || logged ? Callback.STUB : MemorySegment.NULL);
  }

  /** Made when it is first needed. */
  private static final class Callback {
    static final MemorySegment STUB = make();

    private static MemorySegment make() {
      try {
        return Native.LINKER.upcallStub(
            MethodHandles.lookup()
                .findStatic(
                    LibBpfLog.class,
                    "print",
                    MethodType.methodType(
                        int.class, int.class, MemorySegment.class, MemorySegment.class)),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS),
            Arena.global());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the callback for libbpf's messages", e);
      }
    }
  }

  /** libbpf_print_fn_t. An exception that left it would end the JVM. */
  @SuppressWarnings({"unused", "CatchingUnchecked"})
  private static int print(int level, MemorySegment format, MemorySegment vaList) {
    try {
      if (level != LEVEL_WARN && !logged) {
        return 0;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment text = arena.allocate(MAX_MESSAGE_BYTES);
        LibC.formatInto(text, format, vaList);
        record(level, text.getString(0).strip());
      }
    } catch (Exception e) {
      if (logged) {
        LOG.debug("a message of libbpf could not be shown", e);
      }
    }
    return 0;
  }

  static void logged(boolean wanted) {
    logged = wanted;
  }

  private static void record(int level, String message) {
    if (logged) {
      LOG.debug("{}", message);
    }
    if (level == LEVEL_WARN) {
      synchronized (WARNINGS) {
        if (WARNINGS.size() == MAX_WARNINGS) {
          WARNINGS.removeFirst();
        }
        WARNINGS.addLast(message);
      }
    }
  }

  private static void clear() {
    synchronized (WARNINGS) {
      WARNINGS.clear();
    }
  }

  /** The latest warnings since {@link #begin}, oldest first, at most 64. */
  static List<String> warnings() {
    synchronized (WARNINGS) {
      return List.copyOf(WARNINGS);
    }
  }
}
