package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BPF object file: opened, set up, then loaded into the kernel once.
 *
 * <p>Between open and {@link #load} variables, autoload flags and map sizes may be set. An object
 * whose load failed cannot be loaded again: close it and open a new one. Not thread-safe until
 * loaded; afterwards maps may be read by any thread. Closing removes all of it from the kernel,
 * except what a {@link BpfLink} still holds.
 */
public final class BpfObject implements AutoCloseable {
  /** struct bpf_object_open_opts of libbpf 1.1; later versions only append to it. */
  private static final int OPTIONS_BYTES = 80;

  private static final int OPTIONS_OBJECT_NAME = 8;
  private static final int OPTIONS_TYPES = 48;
  private static final int OPTIONS_LOG_BUFFER = 56;
  private static final int OPTIONS_LOG_SIZE = 64;

  /**
   * A refused program of some thousand instructions fills a few MiB. Untouched pages cost nothing.
   */
  private static final int LOG_BYTES = 16 << 20;

  private final LibBpf lib;
  private final String name;
  private final Arena arena = Arena.ofShared();
  private final long handle;
  private final MemorySegment log;
  private final Map<String, ElfFile.Symbol> variables;
  private final List<BpfProgram> programs;
  private final Map<String, BpfMap> maps = new HashMap<>();
  private boolean closed;

  private BpfObject(LibBpf lib, String name, byte[] elf, @Nullable Path types) {
    this.lib = lib;
    this.name = name;
    variables = ElfFile.parse(elf).variables();
    try {
      log =
          LibC.map(
              arena,
              LOG_BYTES,
              LibC.PROT_READ | LibC.PROT_WRITE,
              LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE,
              -1,
              0);
      handle = open(elf, types);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
    programs = listPrograms();
  }

  /**
   * Opens an object from the bytes of its file.
   *
   * @param name shown in messages; the kernel shows its first characters in the names of maps
   * @throws KernelException where libbpf cannot make sense of it
   */
  public static BpfObject open(LibBpf lib, String name, byte[] elf) {
    return open(lib, name, elf, null);
  }

  /**
   * The same with what is kept of the kernel's types for this object, see {@link Btf#reducedFor}:
   * libbpf finds in it what it adapts the programs to this kernel by.
   *
   * @param types a file of them; null: all of the kernel's
   */
  public static BpfObject open(LibBpf lib, String name, byte[] elf, @Nullable Path types) {
    return new BpfObject(lib, name, elf, types);
  }

  private long open(byte[] elf, @Nullable Path types) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
      options.set(ValueLayout.JAVA_LONG, 0, OPTIONS_BYTES);
      // As numbers: to link how an address is set takes the JVM milliseconds of each start
      options.set(ValueLayout.JAVA_LONG, OPTIONS_OBJECT_NAME, arena.allocateFrom(name).address());
      if (types != null) {
        options.set(
            ValueLayout.JAVA_LONG, OPTIONS_TYPES, arena.allocateFrom(types.toString()).address());
      }
      options.set(ValueLayout.JAVA_LONG, OPTIONS_LOG_BUFFER, log.address());
      options.set(ValueLayout.JAVA_LONG, OPTIONS_LOG_SIZE, LOG_BYTES);
      MemorySegment bytes = scratch.allocateFrom(ValueLayout.JAVA_BYTE, elf);
      LibBpfLog.begin(lib, false);
      long object = lib.openMemory(bytes, options);
      if (object == 0) {
        LibBpfLog.begin(lib, true);
        object = lib.openMemory(bytes, options);
      }
      if (object == 0) {
        throw LoadFailure.ofObject(name, Native.errno(), LibBpfLog.warnings());
      }
      return object;
    }
  }

  private List<BpfProgram> listPrograms() {
    List<BpfProgram> found = new ArrayList<>();
    long program = lib.nextProgram(handle, 0);
    while (program != 0) {
      found.add(new BpfProgram(lib, program));
      program = lib.nextProgram(handle, program);
    }
    return List.copyOf(found);
  }

  /** The name it was opened with. */
  public String name() {
    return name;
  }

  /** All programs, in the order in which they are loaded. */
  public List<BpfProgram> programs() {
    return programs;
  }

  /** The program of this name, or null. */
  public @Nullable BpfProgram findProgram(String program) {
    for (BpfProgram candidate : programs) {
      if (candidate.name().equals(program)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * @throws KernelException where the object has no such program
   */
  public BpfProgram program(String program) {
    BpfProgram found = findProgram(program);
    if (found == null) {
      throw lacks("program " + program);
    }
    return found;
  }

  /**
   * @throws KernelException where the object has no such map
   */
  public BpfMap map(String map) {
    BpfMap known = maps.get(map);
    if (known != null) {
      return known;
    }
    try (Arena scratch = Arena.ofConfined()) {
      long found = lib.findMap(handle, scratch.allocateFrom(map));
      if (found == 0) {
        throw lacks("map " + map);
      }
      BpfMap opened = new BpfMap(lib, found, map);
      maps.put(map, opened);
      return opened;
    }
  }

  /**
   * Sets an integer variable (of 1, 2, 4 or 8 bytes) before load.
   *
   * @throws KernelException where the object has no such variable
   */
  public void set(String variable, long value) {
    MemorySegment memory = variable(variable);
    switch ((int) memory.byteSize()) {
      case 1 -> memory.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
      case 2 -> memory.set(ValueLayout.JAVA_SHORT, 0, (short) value);
      case 4 -> memory.set(ValueLayout.JAVA_INT, 0, (int) value);
      case 8 -> memory.set(ValueLayout.JAVA_LONG, 0, value);
      default -> throw lacks("integer variable " + variable);
    }
  }

  /**
   * The memory of a variable of .rodata, .data or .bss before load; it is copied to the kernel when
   * the object is loaded, and later writes have no effect.
   *
   * @throws KernelException where the object has no such variable
   */
  public MemorySegment variable(String variable) {
    ElfFile.Symbol symbol = variables.get(variable);
    if (symbol == null) {
      throw lacks("variable " + variable);
    }
    return section(symbol.section()).asSlice(symbol.offset(), symbol.size());
  }

  /**
   * Maps the variable's memory as the programs see it. Only after {@link #load}, and only for
   * variables of .data and .bss.
   *
   * @throws KernelException where the object has no such variable, or the kernel refuses
   */
  public MemorySegment mapVariable(String variable) {
    ElfFile.Symbol symbol = variables.get(variable);
    if (symbol == null) {
      throw lacks("variable " + variable);
    }
    BpfMap section = map(symbol.section());
    int page = LibC.pageSize();
    long bytes = (section.valueSize() + page - 1L) / page * page;
    return LibC.map(
            arena, bytes, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, section.fd(), 0)
        .asSlice(symbol.offset(), symbol.size());
  }

  private MemorySegment section(String section) {
    BpfMap map = map(section);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment size = scratch.allocate(ValueLayout.JAVA_LONG);
      long value = lib.initialValue(map.handle(), size);
      if (value == 0) {
        throw lacks("initial value for " + section);
      }
      return MemorySegment.ofAddress(value)
          .reinterpret(size.get(ValueLayout.JAVA_LONG, 0), arena, null);
    }
  }

  private KernelException lacks(String what) {
    return new KernelException(
        KernelException.Code.OBJECT_INVALID,
        0,
        "The BPF object " + name + " has no " + what,
        "Agent and BPF object are of different versions: install them together.");
  }

  /**
   * Creates the maps and loads the programs whose autoload is on. Nothing is attached.
   *
   * @throws ProgramRefusedException where the kernel refuses one of them
   * @throws KernelException where a capability, BTF or anything else is missing
   */
  public void load() {
    LibBpfLog.begin(lib, true);
    int result = lib.load(handle);
    if (result != 0) {
      throw LoadFailure.diagnose(lib, name, -result, log.getString(0), LibBpfLog.warnings());
    }
  }

  /**
   * The same in less time, for what is expected to succeed: nothing is known of a failure but that
   * there was one.
   *
   * @return whether all is loaded
   */
  public boolean tryLoad() {
    LibBpfLog.begin(lib, false);
    return lib.load(handle) == 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lib.close(handle);
      arena.close();
    }
  }
}
