package io.sentineledge.kernel;

import static io.sentineledge.kernel.Native.ERRNO;
import static io.sentineledge.kernel.Native.INT;
import static io.sentineledge.kernel.Native.LONG;
import static io.sentineledge.kernel.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system's libbpf, version 1.1 or later. One instance serves the whole process; the objects
 * that it opens are each confined to one thread at a time, the library itself is not.
 */
public final class LibBpf {
  /** System property with the path of the library, for a copy that is shipped along. */
  public static final String PATH_PROPERTY = "sentineledge.libbpf";

  private static final String SONAME = "libbpf.so.1";
  private static final String REMEDY =
      "Install libbpf 1.1 or later (Debian, Ubuntu: apt install libbpf1; Fedora, RHEL: dnf install"
          + " libbpf; Alpine: apk add libbpf) or name its file with -D"
          + PATH_PROPERTY
          + "=/path/to/libbpf.so.1.";

  private static final class Holder {
    static final LibBpf INSTANCE = open(System.getProperty(PATH_PROPERTY, SONAME));
  }

  private final String version;
  private final MethodHandle setPrint;
  private final MethodHandle openMemory;
  private final MethodHandle attach;
  private final MethodHandle nextProgram;
  private final MethodHandle findMap;
  private final MethodHandle initialValue;
  private final MethodHandle programName;
  private final MethodHandle programSection;
  private final MethodHandle programFd;
  private final MethodHandle programSetAutoload;
  private final MethodHandle objectLoad;
  private final MethodHandle objectClose;
  private final MethodHandle mapFd;
  private final MethodHandle mapType;
  private final MethodHandle mapKeySize;
  private final MethodHandle mapValueSize;
  private final MethodHandle mapMaxEntries;
  private final MethodHandle mapSetMaxEntries;
  private final MethodHandle linkFd;
  private final MethodHandle linkDestroy;
  private final MethodHandle lookup;
  private final MethodHandle update;
  private final MethodHandle objectInfo;
  private final MethodHandle iteratorCreate;
  private final MethodHandle possibleCpus;
  private final MethodHandle probeHelper;
  private final MethodHandle findBtfId;
  private final MethodHandle programLoad;
  private final MethodHandle rawTracepointOpen;

  private LibBpf(SymbolLookup lib) {
    version = checkedVersion(lib);
    FunctionDescriptor intOfPointer = FunctionDescriptor.of(INT, POINTER);
    FunctionDescriptor pointerOfPointer = FunctionDescriptor.of(POINTER, POINTER);
    FunctionDescriptor pointerOfTwo = FunctionDescriptor.of(POINTER, POINTER, POINTER);
    setPrint = Native.link(lib, "libbpf_set_print", pointerOfPointer);
    openMemory =
        Native.link(
            lib,
            "bpf_object__open_mem",
            FunctionDescriptor.of(POINTER, POINTER, LONG, POINTER),
            ERRNO);
    attach = Native.link(lib, "bpf_program__attach", pointerOfPointer, ERRNO);
    nextProgram = Native.link(lib, "bpf_object__next_program", pointerOfTwo);
    findMap = Native.link(lib, "bpf_object__find_map_by_name", pointerOfTwo);
    initialValue = Native.link(lib, "bpf_map__initial_value", pointerOfTwo);
    programName = Native.link(lib, "bpf_program__name", pointerOfPointer);
    programSection = Native.link(lib, "bpf_program__section_name", pointerOfPointer);
    programFd = Native.link(lib, "bpf_program__fd", intOfPointer);
    programSetAutoload =
        Native.link(
            lib,
            "bpf_program__set_autoload",
            FunctionDescriptor.of(INT, POINTER, ValueLayout.JAVA_BOOLEAN));
    objectLoad = Native.link(lib, "bpf_object__load", intOfPointer);
    objectClose = Native.link(lib, "bpf_object__close", FunctionDescriptor.ofVoid(POINTER));
    mapFd = Native.link(lib, "bpf_map__fd", intOfPointer);
    mapType = Native.link(lib, "bpf_map__type", intOfPointer);
    mapKeySize = Native.link(lib, "bpf_map__key_size", intOfPointer);
    mapValueSize = Native.link(lib, "bpf_map__value_size", intOfPointer);
    mapMaxEntries = Native.link(lib, "bpf_map__max_entries", intOfPointer);
    mapSetMaxEntries =
        Native.link(lib, "bpf_map__set_max_entries", FunctionDescriptor.of(INT, POINTER, INT));
    linkFd = Native.link(lib, "bpf_link__fd", intOfPointer);
    linkDestroy = Native.link(lib, "bpf_link__destroy", intOfPointer);
    lookup =
        Native.link(lib, "bpf_map_lookup_elem", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
    update =
        Native.link(
            lib, "bpf_map_update_elem", FunctionDescriptor.of(INT, INT, POINTER, POINTER, LONG));
    objectInfo =
        Native.link(
            lib, "bpf_obj_get_info_by_fd", FunctionDescriptor.of(INT, INT, POINTER, POINTER));
    iteratorCreate = Native.link(lib, "bpf_iter_create", FunctionDescriptor.of(INT, INT));
    possibleCpus = Native.link(lib, "libbpf_num_possible_cpus", FunctionDescriptor.of(INT));
    probeHelper =
        Native.link(lib, "libbpf_probe_bpf_helper", FunctionDescriptor.of(INT, INT, INT, POINTER));
    findBtfId =
        Native.link(lib, "libbpf_find_vmlinux_btf_id", FunctionDescriptor.of(INT, POINTER, INT));
    programLoad =
        Native.link(
            lib,
            "bpf_prog_load",
            FunctionDescriptor.of(INT, INT, POINTER, POINTER, POINTER, LONG, POINTER),
            ERRNO);
    rawTracepointOpen =
        Native.link(
            lib, "bpf_raw_tracepoint_open", FunctionDescriptor.of(INT, POINTER, INT), ERRNO);
  }

  /**
   * The library named by the property {@value #PATH_PROPERTY}, or else the system's.
   *
   * @throws KernelException where libbpf is missing or older than 1.1
   */
  public static LibBpf instance() {
    try {
      return Holder.INSTANCE;
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof KernelException refusal) {
        throw refusal;
      }
      throw e;
    } catch (NoClassDefFoundError e) { // the second call, after a first that failed
      throw missing(System.getProperty(PATH_PROPERTY, SONAME), e);
    }
  }

  /** Opens a library by the name or path that dlopen(3) takes. */
  static LibBpf open(String file) {
    SymbolLookup lookup;
    try {
      lookup = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw missing(file, e);
    }
    LibBpf library = new LibBpf(lookup);
    LibBpfLog.install(library);
    return library;
  }

  private static KernelException missing(String file, Throwable cause) {
    return new KernelException(
        KernelException.Code.LIBBPF_MISSING,
        0,
        "libbpf is needed and " + file + " cannot be loaded",
        REMEDY,
        cause);
  }

  private static String checkedVersion(SymbolLookup lib) {
    if (lib.find("libbpf_major_version").isEmpty()) { // came with 0.6
      throw tooOld("one before 0.6");
    }
    try {
      FunctionDescriptor number = FunctionDescriptor.of(INT);
      int major = (int) Native.link(lib, "libbpf_major_version", number).invokeExact();
      int minor = (int) Native.link(lib, "libbpf_minor_version", number).invokeExact();
      if (major < 1 || (major == 1 && minor < 1)) {
        throw tooOld(major + "." + minor);
      }
      return major + "." + minor;
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static KernelException tooOld(String found) {
    return new KernelException(
        KernelException.Code.LIBBPF_TOO_OLD,
        0,
        "libbpf 1.1 or later is needed and this machine's is " + found,
        REMEDY);
  }

  /** Major and minor version, as in {@code 1.1}. */
  public String version() {
    return version;
  }

  /** The number of cpus that the kernel sizes per-CPU maps for; at least 1. */
  public int possibleCpus() {
    try {
      int count = (int) possibleCpus.invokeExact();
      if (count < 1) {
        throw LibC.failed("reading the number of possible cpus", -count);
      }
      return count;
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  void setPrint(MemorySegment callback) {
    callPointer(setPrint, callback);
  }

  MemorySegment openMemory(MemorySegment callState, MemorySegment elf, MemorySegment options) {
    try {
      return (MemorySegment) openMemory.invokeExact(callState, elf, elf.byteSize(), options);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  MemorySegment attach(MemorySegment callState, MemorySegment program) {
    return callPointer(attach, callState, program);
  }

  MemorySegment nextProgram(MemorySegment object, MemorySegment previous) {
    return callPointer(nextProgram, object, previous);
  }

  MemorySegment findMap(MemorySegment object, MemorySegment name) {
    return callPointer(findMap, object, name);
  }

  MemorySegment initialValue(MemorySegment map, MemorySegment size) {
    return callPointer(initialValue, map, size);
  }

  String programName(MemorySegment program) {
    return Native.string(callPointer(programName, program));
  }

  String programSection(MemorySegment program) {
    return Native.string(callPointer(programSection, program));
  }

  int programFd(MemorySegment program) {
    return callInt(programFd, program);
  }

  int setAutoload(MemorySegment program, boolean autoload) {
    try {
      return (int) programSetAutoload.invokeExact(program, autoload);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  int load(MemorySegment object) {
    return callInt(objectLoad, object);
  }

  void close(MemorySegment object) {
    try {
      objectClose.invokeExact(object);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  int mapFd(MemorySegment map) {
    return callInt(mapFd, map);
  }

  int mapType(MemorySegment map) {
    return callInt(mapType, map);
  }

  int mapKeySize(MemorySegment map) {
    return callInt(mapKeySize, map);
  }

  int mapValueSize(MemorySegment map) {
    return callInt(mapValueSize, map);
  }

  int mapMaxEntries(MemorySegment map) {
    return callInt(mapMaxEntries, map);
  }

  int setMaxEntries(MemorySegment map, int entries) {
    try {
      return (int) mapSetMaxEntries.invokeExact(map, entries);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  int linkFd(MemorySegment link) {
    return callInt(linkFd, link);
  }

  int destroyLink(MemorySegment link) {
    return callInt(linkDestroy, link);
  }

  int lookup(int mapFd, MemorySegment key, MemorySegment value) {
    return callInt(lookup, mapFd, key, value);
  }

  int update(int mapFd, MemorySegment key, MemorySegment value, long flags) {
    try {
      return (int) update.invokeExact(mapFd, key, value, flags);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  int info(int fd, MemorySegment info, MemorySegment length) {
    return callInt(objectInfo, fd, info, length);
  }

  int createIterator(int linkFd) {
    try {
      return (int) iteratorCreate.invokeExact(linkFd);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Returns 1 when programs of this type may call the helper, 0 when not, negative: unknown. */
  int probeHelper(int programType, int helper) {
    try {
      return (int) probeHelper.invokeExact(programType, helper, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Returns the number in the kernel's BTF of what a program attaches to, or a negative error. */
  int findKernelBtfId(MemorySegment name, int attachType) {
    try {
      return (int) findBtfId.invokeExact(name, attachType);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** bpf_prog_load(); returns a descriptor, or the negative error number. */
  int loadProgram(
      MemorySegment callState,
      int type,
      MemorySegment name,
      MemorySegment license,
      MemorySegment instructions,
      MemorySegment options) {
    try {
      int fd =
          (int)
              programLoad.invokeExact(
                  callState,
                  type,
                  name,
                  license,
                  instructions,
                  instructions.byteSize() / 8,
                  options);
      return fd >= 0 ? fd : -Native.errno(callState);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** bpf_raw_tracepoint_open() without a name; returns a descriptor, or the negative error. */
  int attachByType(MemorySegment callState, int programFd) {
    try {
      int fd = (int) rawTracepointOpen.invokeExact(callState, MemorySegment.NULL, programFd);
      return fd >= 0 ? fd : -Native.errno(callState);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static int callInt(MethodHandle handle, MemorySegment argument) {
    try {
      return (int) handle.invokeExact(argument);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static int callInt(MethodHandle handle, int fd, MemorySegment a, MemorySegment b) {
    try {
      return (int) handle.invokeExact(fd, a, b);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static MemorySegment callPointer(MethodHandle handle, MemorySegment argument) {
    try {
      return (MemorySegment) handle.invokeExact(argument);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static MemorySegment callPointer(MethodHandle handle, MemorySegment a, MemorySegment b) {
    try {
      return (MemorySegment) handle.invokeExact(a, b);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }
}
