package io.sentineledge.output;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a standard stream is connected to.
 *
 * @param interactive whether it is a terminal
 * @param colour whether colours are wanted there: a terminal that is not dumb, and no NO_COLOR
 * @param columns width of the terminal; 0 where it has none
 */
public record Terminal(boolean interactive, boolean colour, int columns) {
  /** Descriptor of standard output. */
  public static final int STDOUT = 1;

  /** Descriptor of standard error. */
  public static final int STDERR = 2;

  /** A stream that is no terminal. */
  public static final Terminal NONE = new Terminal(false, false, 0);

  /** {@code TIOCGWINSZ} of {@code <asm-generic/ioctls.h>}. */
  private static final long GET_WINDOW_SIZE = 0x5413;

  /** {@code struct winsize}: rows, columns, and two more, unsigned 16 bits each. */
  private static final int WINDOW_SIZE_BYTES = 8;

  private static final int COLUMNS = 2;

  private static final Path NULL = Path.of("/dev/null");

  /**
   * Looks at a descriptor of this process.
   *
   * @param environment decides about colours, as in https://no-color.org
   */
  public static Terminal of(int descriptor, Map<String, String> environment) {
    // Cheaper than a native call, and the answer for a daemon
    if (!isDevice(descriptor)) {
      return NONE;
    }
    int columns = columns(descriptor);
    if (columns < 0) {
      return NONE;
    }
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(true, colour, columns);
  }

  private static boolean isDevice(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev") && !target.equals(NULL);
    } catch (IOException e) {
      return false;
    }
  }

  /** Width of the terminal, 0 if it does not tell; -1 if it is none. */
  private static int columns(int descriptor) {
    Linker linker = Linker.nativeLinker();
    MethodHandle ioctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(WINDOW_SIZE_BYTES, 2);
      int result = (int) ioctl.invokeExact(descriptor, GET_WINDOW_SIZE, size);
      return result < 0 ? -1 : size.get(ValueLayout.JAVA_SHORT, COLUMNS) & 0xffff;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl(TIOCGWINSZ) can't be called: " + e, e);
    }
  }
}
