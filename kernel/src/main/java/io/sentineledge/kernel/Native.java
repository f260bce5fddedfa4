package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A C function of at most six integer or pointer arguments.
 *
 * <p>All are called through one signature, six 64-bit arguments and a 64-bit result: linking a
 * signature costs the JVM milliseconds at start, and there would be two dozen. That is sound on
 * x86-64 and arm64, where the first six integer arguments travel in registers, a callee looks at as
 * much of each as its type says and ignores registers that it does not know. A result of type int
 * has undefined upper bits: cast it.
 */
final class Native {
  static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  /** Not a handle of the layout: to make one takes milliseconds of each start. */
  private static final long ERRNO =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final ThreadLocal<MemorySegment> CALL_STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private final MemorySegment function;

  private Native(MemorySegment function) {
    this.function = function;
  }

  /**
   * @throws KernelException where the library lacks the function
   */
  static Native find(SymbolLookup library, String name) {
    return new Native(
        library
            .find(name)
            .orElseThrow(() ->
                new KernelException(
                    KernelException.Code.LIBBPF_TOO_OLD,
                    0,
                    "The system's library lacks the function " + name,
                    "Install libbpf 1.1 or later.")));
  }

  long call() {
    return call(0, 0, 0, 0, 0, 0);
  }

  long call(long a) {
    return call(a, 0, 0, 0, 0, 0);
  }

  long call(long a, long b) {
    return call(a, b, 0, 0, 0, 0);
  }

  long call(long a, long b, long c) {
    return call(a, b, c, 0, 0, 0);
  }

  long call(long a, long b, long c, long d) {
    return call(a, b, c, d, 0, 0);
  }

  /** Calls; memory whose address is given must stay alive meanwhile. Allocates nothing. */
  long call(long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, CALL_STATE.get(), a, b, c, d, e, f);
    } catch (Throwable thrown) { // declared by all handles, yet only a bug here makes one throw
      throw new IllegalStateException("native call failed: " + thrown, thrown);
    }
  }

  /** errno as the calling thread's latest call left it. */
  static int errno() {
    return CALL_STATE.get().get(ValueLayout.JAVA_INT, ERRNO);
  }

  /** A C string of unknown length; the empty string for NULL. */
  static String string(long address) {
    return address == 0
        ? ""
        : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
  }
}
