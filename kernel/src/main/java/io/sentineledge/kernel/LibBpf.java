package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The system's libbpf, version 1.1 or later. One instance serves the whole process; the objects
 * that it opens are each confined to one thread at a time, the library itself is not.
 *
 * <p>The methods are the library's functions, which return a negative error number (or a null
 * pointer, with errno) on failure; objects, programs, maps and links are their addresses.
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

  /** The one attempt to open the library, and why it failed: whoever asks is told the same. */
  private record Opening(@Nullable LibBpf library, @Nullable KernelException refusal) {
    static final Opening ONLY = attempt();

    private static Opening attempt() {
      try {
        return new Opening(open(System.getProperty(PATH_PROPERTY, SONAME)), null);
      } catch (KernelException e) {
        return new Opening(null, e);
      }
    }
  }

  private final String version;
  private final Native setPrint;
  private final Native possibleCpus;
  private final Native openMemory;
  private final Native objectLoad;
  private final Native objectClose;
  private final Native nextProgram;
  private final Native findMap;
  private final Native programName;
  private final Native programSection;
  private final Native programFd;
  private final Native programSetAutoload;
  private final Native programAttach;
  private final Native mapFd;
  private final Native mapValueSize;
  private final Native mapMaxEntries;
  private final Native mapSetMaxEntries;
  private final Native mapSetPinPath;
  private final Native mapInitialValue;
  private final Native linkFd;
  private final Native linkDestroy;
  private final Native elementLookup;
  private final Native elementTake;
  private final Native elementUpdate;
  private final Native elementNextKey;
  private final Native objectInfo;
  private final Native iteratorCreate;
  private final Native probeHelper;
  private final Native programLoad;
  private final Native programRun;
  private final Native statisticsEnable;
  private final Native programNextId;
  private final Native programById;
  private final Native rawTracepointOpen;
  private final Native btfOfKernel;
  private final Native btfNew;
  private final Native btfFree;
  private final Native btfFind;
  private final Native btfType;
  private final Native btfName;
  private final Native btfResolve;
  private final Native btfSize;
  private final Native btfBytes;

  private LibBpf(SymbolLookup lib) {
    version = checkedVersion(lib);
    setPrint = Native.find(lib, "libbpf_set_print");
    possibleCpus = Native.find(lib, "libbpf_num_possible_cpus");
    openMemory = Native.find(lib, "bpf_object__open_mem");
    objectLoad = Native.find(lib, "bpf_object__load");
    objectClose = Native.find(lib, "bpf_object__close");
    nextProgram = Native.find(lib, "bpf_object__next_program");
    findMap = Native.find(lib, "bpf_object__find_map_by_name");
    programName = Native.find(lib, "bpf_program__name");
    programSection = Native.find(lib, "bpf_program__section_name");
    programFd = Native.find(lib, "bpf_program__fd");
    programSetAutoload = Native.find(lib, "bpf_program__set_autoload");
    programAttach = Native.find(lib, "bpf_program__attach");
    mapFd = Native.find(lib, "bpf_map__fd");
    mapValueSize = Native.find(lib, "bpf_map__value_size");
    mapMaxEntries = Native.find(lib, "bpf_map__max_entries");
    mapSetMaxEntries = Native.find(lib, "bpf_map__set_max_entries");
    mapSetPinPath = Native.find(lib, "bpf_map__set_pin_path");
    mapInitialValue = Native.find(lib, "bpf_map__initial_value");
    linkFd = Native.find(lib, "bpf_link__fd");
    linkDestroy = Native.find(lib, "bpf_link__destroy");
    elementLookup = Native.find(lib, "bpf_map_lookup_elem");
    elementTake = Native.find(lib, "bpf_map_lookup_and_delete_elem");
    elementUpdate = Native.find(lib, "bpf_map_update_elem");
    elementNextKey = Native.find(lib, "bpf_map_get_next_key");
    objectInfo = Native.find(lib, "bpf_obj_get_info_by_fd");
    iteratorCreate = Native.find(lib, "bpf_iter_create");
    probeHelper = Native.find(lib, "libbpf_probe_bpf_helper");
    programLoad = Native.find(lib, "bpf_prog_load");
    programRun = Native.find(lib, "bpf_prog_test_run_opts");
    statisticsEnable = Native.find(lib, "bpf_enable_stats");
    programNextId = Native.find(lib, "bpf_prog_get_next_id");
    programById = Native.find(lib, "bpf_prog_get_fd_by_id");
    rawTracepointOpen = Native.find(lib, "bpf_raw_tracepoint_open");
    btfOfKernel = Native.find(lib, "btf__load_vmlinux_btf");
    btfNew = Native.find(lib, "btf__new");
    btfFree = Native.find(lib, "btf__free");
    btfFind = Native.find(lib, "btf__find_by_name_kind");
    btfType = Native.find(lib, "btf__type_by_id");
    btfName = Native.find(lib, "btf__name_by_offset");
    btfResolve = Native.find(lib, "btf__resolve_type");
    btfSize = Native.find(lib, "btf__resolve_size");
    btfBytes = Native.find(lib, "btf__raw_data");
  }

  /**
   * The library named by the property {@value #PATH_PROPERTY}, or else the system's.
   *
   * @throws KernelException where libbpf is missing or older than 1.1
   */
  public static LibBpf instance() {
    if (Opening.ONLY.refusal != null) {
      throw Opening.ONLY.refusal;
    }
    return Objects.requireNonNull(Opening.ONLY.library);
  }

  /** Whether the library's messages go to the debug log; not before this is called. */
  public static void logMessages(boolean wanted) {
    LibBpfLog.logged(wanted);
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
    LibBpfLog.begin(library, false);
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
    int major = (int) Native.find(lib, "libbpf_major_version").call();
    int minor = (int) Native.find(lib, "libbpf_minor_version").call();
    String found = major + "." + minor;
    if (major < 1 || (major == 1 && minor < 1)) {
      throw tooOld(found);
    }
    return found;
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
    int count = (int) possibleCpus.call();
    if (count < 1) {
      throw LibC.failed("reading the number of possible cpus", -count);
    }
    return count;
  }

  void setPrint(MemorySegment callback) {
    setPrint.call(callback.address());
  }

  long openMemory(MemorySegment elf, MemorySegment options) {
    return openMemory.call(elf.address(), elf.byteSize(), options.address());
  }

  int load(long object) {
    return (int) objectLoad.call(object);
  }

  void close(long object) {
    objectClose.call(object);
  }

  long nextProgram(long object, long previous) {
    return nextProgram.call(object, previous);
  }

  long findMap(long object, MemorySegment name) {
    return findMap.call(object, name.address());
  }

  String programName(long program) {
    return Native.string(programName.call(program));
  }

  String programSection(long program) {
    return Native.string(programSection.call(program));
  }

  int programFd(long program) {
    return (int) programFd.call(program);
  }

  int setAutoload(long program, boolean autoload) {
    return (int) programSetAutoload.call(program, autoload ? 1 : 0);
  }

  long attach(long program) {
    return programAttach.call(program);
  }

  int mapFd(long map) {
    return (int) mapFd.call(map);
  }

  int mapValueSize(long map) {
    return (int) mapValueSize.call(map);
  }

  int mapMaxEntries(long map) {
    return (int) mapMaxEntries.call(map);
  }

  int setMaxEntries(long map, int entries) {
    return (int) mapSetMaxEntries.call(map, entries);
  }

  int setPinPath(long map, MemorySegment path) {
    return (int) mapSetPinPath.call(map, path.address());
  }

  long initialValue(long map, MemorySegment size) {
    return mapInitialValue.call(map, size.address());
  }

  int linkFd(long link) {
    return (int) linkFd.call(link);
  }

  int destroyLink(long link) {
    return (int) linkDestroy.call(link);
  }

  int lookup(int map, MemorySegment key, MemorySegment value) {
    return (int) elementLookup.call(map, key.address(), value.address());
  }

  int take(int map, MemorySegment key, MemorySegment value) {
    return (int) elementTake.call(map, key.address(), value.address());
  }

  int update(int map, MemorySegment key, MemorySegment value, long flags) {
    return (int) elementUpdate.call(map, key.address(), value.address(), flags);
  }

  /**
   * @param key the one before, or NULL for the first
   */
  int nextKey(int map, MemorySegment key, MemorySegment next) {
    return (int) elementNextKey.call(map, key.address(), next.address());
  }

  int info(int fd, MemorySegment info, MemorySegment length) {
    return (int) objectInfo.call(fd, info.address(), length.address());
  }

  int createIterator(int link) {
    return (int) iteratorCreate.call(link);
  }

  /** Returns 1 when programs of this type may call the helper, 0 when not, negative: unknown. */
  int probeHelper(int programType, int helper) {
    return (int) probeHelper.call(programType, helper, 0);
  }

  /** Returns a descriptor, or the negative error number. */
  int loadProgram(
      int type,
      MemorySegment name,
      MemorySegment license,
      MemorySegment instructions,
      MemorySegment options) {
    int fd =
        (int)
            programLoad.call(
                type,
                name.address(),
                license.address(),
                instructions.address(),
                instructions.byteSize() / 8,
                options.address());
    return fd >= 0 ? fd : -Native.errno();
  }

  /** Runs a program once, as its options say; returns 0 or the negative error number. */
  int runProgram(int program, MemorySegment options) {
    return (int) programRun.call(program, options.address()) == 0 ? 0 : -Native.errno();
  }

  /** Returns a descriptor that keeps them on while it is open, or the negative error number. */
  int enableStatistics(int kind) {
    int fd = (int) statisticsEnable.call(kind);
    return fd >= 0 ? fd : -Native.errno();
  }

  /** Writes the number of the next loaded program after this one; not 0 if there is none. */
  int nextProgramId(int after, MemorySegment next) {
    return (int) programNextId.call(after, next.address());
  }

  /** Returns a descriptor, or the negative error number. */
  int programById(int id) {
    int fd = (int) programById.call(id);
    return fd >= 0 ? fd : -Native.errno();
  }

  /** Attaches where the program's type says; returns a descriptor, or the negative error number. */
  int attachByType(int program) {
    int fd = (int) rawTracepointOpen.call(0, program);
    return fd >= 0 ? fd : -Native.errno();
  }

  long kernelBtf() {
    return btfOfKernel.call();
  }

  /** Copies the bytes. */
  long newBtf(MemorySegment bytes) {
    return btfNew.call(bytes.address(), bytes.byteSize());
  }

  void freeBtf(long btf) {
    btfFree.call(btf);
  }

  /** Returns the number of a type, or a negative error. */
  int findType(long btf, MemorySegment name, int kind) {
    return (int) btfFind.call(btf, name.address(), kind);
  }

  long type(long btf, int id) {
    return btfType.call(btf, id);
  }

  String nameAt(long btf, int offset) {
    return Native.string(btfName.call(btf, offset));
  }

  /** Follows typedefs and qualifiers. */
  int resolveType(long btf, int id) {
    return (int) btfResolve.call(btf, id);
  }

  /** Bytes. */
  long typeSize(long btf, int id) {
    return btfSize.call(btf, id);
  }

  /** Returns where all of it is in memory, and writes its length, an int. */
  long btfBytes(long btf, MemorySegment length) {
    return btfBytes.call(btf, length.address());
  }
}
