package io.sentineledge.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The C baseline, {@code bench/src/main/c/consume.c}. */
final class ConsumeLibrary {
  private final MethodHandle fill;
  private final MethodHandle open;
  private final MethodHandle run;
  private final MethodHandle close;
  private final MemorySegment checksum;

  ConsumeLibrary(Path tools, Arena arena) {
    SymbolLookup library =
        SymbolLookup.libraryLookup(tools.resolve("libconsume.so").toAbsolutePath(), arena);
    fill = handle(library, "producer_run", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    open = handle(library, "consumer_open", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    run = handle(library, "consumer_run", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS));
    close = handle(library, "consumer_close", FunctionDescriptor.ofVoid(ADDRESS));
    checksum = arena.allocate(JAVA_LONG);
  }

  private static MethodHandle handle(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
  }

  void fill(int program, int times) {
    for (int i = 0; i < times; i++) {
      int error = (int) call(() -> fill.invoke(program));
      if (error != 0) {
        throw new IllegalStateException("BPF_PROG_TEST_RUN failed, error=" + error);
      }
    }
  }

  MemorySegment open(int map) {
    return (MemorySegment) call(() -> open.invoke(map));
  }

  /** Consumes all there is; returns nanoseconds. */
  long consume(MemorySegment consumer) {
    return (long) call(() -> run.invoke(consumer, checksum));
  }

  void close(MemorySegment consumer) {
    call(() -> {
      close.invoke(consumer);
      return 0;
    });
  }

  /** Sum of everything the C consumer has read. */
  long checksum() {
    return checksum.get(JAVA_LONG, 0);
  }

  @FunctionalInterface
  private interface Call {
    Object call() throws Throwable;
  }

  private static Object call(Call call) {
    try {
      return call.call();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
