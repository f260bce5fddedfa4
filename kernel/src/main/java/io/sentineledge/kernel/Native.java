package io.sentineledge.kernel;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** What both bindings need: linking by name, C types, strings, and errno. */
final class Native {
  static final Linker LINKER = Linker.nativeLinker();
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final AddressLayout POINTER = ValueLayout.ADDRESS;
  static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Native() {}

  static MethodHandle link(
      SymbolLookup library, String name, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment symbol =
        library
            .find(name)
            .orElseThrow(() ->
                new KernelException(
                    KernelException.Code.LIBBPF_TOO_OLD,
                    0,
                    "The system's library lacks the function " + name,
                    "Install libbpf 1.1 or later."));
    return LINKER.downcallHandle(symbol, type, options);
  }

  /** Memory that receives errno; give it as the first argument of a handle linked with ERRNO. */
  static MemorySegment callState(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  static int errno(MemorySegment callState) {
    return (int) ERRNO_FIELD.get(callState, 0L);
  }

  /** A C string of unknown length; the empty string for NULL. */
  static String string(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /**
   * A downcall declares Throwable: what really comes out of it is an exception of ours or an error.
   */
  static RuntimeException rethrown(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException("native call failed: " + thrown, thrown);
    };
  }
}
