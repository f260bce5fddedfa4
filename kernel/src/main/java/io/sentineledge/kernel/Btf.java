package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The type information of a BPF object or of the kernel: structs, enums and functions by name.
 * libbpf reads it: a kernel has some hundred thousand types, and Java would look at them before the
 * JIT does.
 *
 * <p>A type in memory, Documentation/bpf/btf.rst of the kernel:
 *
 * <pre>
 * type     0: u32 name    4: u32 info: kind in bits 24-28, count in 0-15, flag in 31   8: size/type
 * member   0: u32 name    4: u32 type            8: u32 bit offset; with the flag: width in 24-31
 * enum     0: u32 name    4: s32 value (enum64: low and high half)
 * array    0: u32 element 4: u32 index type      8: u32 count
 * </pre>
 *
 * <p>For one thread at a time, until closed.
 */
public final class Btf implements AutoCloseable {
  /** Where the kernel shows its own. */
  public static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

  /**
   * A struct or union.
   *
   * @param size bytes
   */
  public record Struct(String name, int size, List<Member> members) {
    /** The member of this name. */
    public Optional<Member> member(String name) {
      return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }
  }

  /**
   * A member of a struct or union.
   *
   * @param name empty for an anonymous struct or union
   * @param bitOffset from the start of the struct
   * @param bitSize width: of a bit field its own, else of the type
   * @param type the type's name without typedefs and qualifiers; {@code char[16]} for an array,
   *     {@code *} for a pointer, empty for an anonymous one
   */
  public record Member(String name, int bitOffset, int bitSize, String type) {
    /** Offset in bytes, rounded down for a bit field. */
    public int offset() {
      return bitOffset / 8;
    }
  }

  private static final int INFO = 4;
  private static final int SIZE = 8;
  private static final int TYPE_BYTES = 12;
  private static final int MEMBER_BYTES = 12;

  private static final int PTR = 2;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int ENUM = 6;
  private static final int TYPEDEF = 8;
  private static final int FUNC = 12;
  private static final int ENUM64 = 19;

  private final LibBpf lib;
  private final long address;

  private Btf(LibBpf lib, long address) {
    this.lib = lib;
    this.address = address;
  }

  /**
   * The running kernel's BTF, of some MiB.
   *
   * @throws KernelException where the kernel has none, or there is no libbpf
   */
  public static Btf ofKernel() {
    LibBpf lib = LibBpf.instance();
    long address = lib.kernelBtf();
    if (address == 0) {
      throw LoadFailure.noKernelBtf(Native.errno());
    }
    return new Btf(lib, address);
  }

  /**
   * The BTF of a compiled BPF object.
   *
   * @throws KernelException where it has none, or a damaged one
   */
  public static Btf ofObject(byte[] elf) {
    return parse(
        ElfFile.parse(elf)
            .section(".BTF")
            .orElseThrow(() -> invalid(0, "has no BTF", "Compile it with clang -g.")));
  }

  /**
   * @throws KernelException where the bytes are no BTF
   */
  static Btf parse(byte[] bytes) {
    LibBpf lib = LibBpf.instance();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long address = lib.newBtf(copy);
      if (address == 0) {
        throw invalid(Native.errno(), "has damaged BTF", "Build or install it again.");
      }
      return new Btf(lib, address);
    }
  }

  private static KernelException invalid(int errno, String what, String remedy) {
    return new KernelException(
        KernelException.Code.OBJECT_INVALID, errno, "The BPF object " + what, remedy);
  }

  @Override
  public void close() {
    lib.freeBtf(address);
  }

  /** The struct or union of this name. */
  public Optional<Struct> struct(String name) {
    int id = find(name, STRUCT, UNION);
    return id == 0 ? Optional.empty() : Optional.of(struct(type(id)));
  }

  /** The values of the enum of this name, in their order. */
  public Optional<Map<String, Long>> enumeration(String name) {
    int id = find(name, ENUM, ENUM64);
    if (id == 0) {
      return Optional.empty();
    }
    MemorySegment type = type(id);
    Map<String, Long> values = new LinkedHashMap<>();
    boolean wide = kind(type) == ENUM64;
    for (int i = 0; i < count(type); i++) {
      long at = TYPE_BYTES + i * (wide ? 12L : 8L);
      int low = word(type, at + 4);
      long value = wide ? (long) word(type, at + 8) << 32 | (low & 0xffffffffL) : low;
      values.put(name(type, at), value);
    }
    return Optional.of(values);
  }

  /** Whether there is a function of this name; of a kernel: one that may be traced or called. */
  public boolean hasFunction(String name) {
    return find(name, FUNC, FUNC) != 0;
  }

  /** The number of the function or typedef of this name; 0 if there is none. */
  int idOfFunctionOrTypedef(String name) {
    return find(name, FUNC, TYPEDEF);
  }

  /**
   * What identifies it: a checksum and the length in bytes. That of a kernel's types differs
   * between kernels whose types differ, whatever they are called.
   */
  public long fingerprint() {
    ByteBuffer bytes = bytes();
    CRC32 sum = new CRC32();
    long length = bytes.remaining();
    sum.update(bytes);
    return length << 32 | sum.getValue();
  }

  /**
   * Of a kernel's types those that an object's programs ask for, for {@link BpfObject#open(LibBpf,
   * String, byte[], Path)}; takes some ten milliseconds.
   *
   * @param object the bytes of its file
   * @throws KernelException where the object has no BTF
   * @throws IllegalArgumentException where there is a kind of type that is not known here
   */
  public byte[] reducedFor(byte[] object) {
    try (Btf asking = ofObject(object)) {
      return BtfReduction.reduce(bytes(), BtfReduction.names(asking.bytes()));
    }
  }

  /** Valid until this is closed. */
  private ByteBuffer bytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
      long bytes = lib.btfBytes(address, length);
      return MemorySegment.ofAddress(bytes)
          .reinterpret(length.get(ValueLayout.JAVA_INT, 0))
          .asByteBuffer();
    }
  }

  private int find(String name, int kind, int otherKind) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      int id = lib.findType(address, text, kind);
      return Math.max(0, id > 0 ? id : lib.findType(address, text, otherKind));
    }
  }

  private Struct struct(MemorySegment type) {
    boolean bitFields = word(type, INFO) < 0;
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count(type); i++) {
      long at = TYPE_BYTES + (long) i * MEMBER_BYTES;
      int member = word(type, at + 4);
      int place = word(type, at + 8);
      int width = bitFields ? place >>> 24 : 0;
      members.add(
          new Member(
              name(type, at),
              bitFields ? place & 0xffffff : place,
              width != 0 ? width : (int) (8 * lib.typeSize(address, member)),
              typeName(member)));
    }
    return new Struct(name(type, 0), word(type, SIZE), List.copyOf(members));
  }

  private String typeName(int id) {
    MemorySegment type = type(lib.resolveType(address, id));
    return switch (kind(type)) {
      case PTR -> "*";
      case ARRAY -> typeName(word(type, TYPE_BYTES)) + "[" + word(type, TYPE_BYTES + 8) + "]";
      default -> name(type, 0);
    };
  }

  /** The memory of a type; what follows it is as long as its kind and count say. */
  private MemorySegment type(int id) {
    return MemorySegment.ofAddress(lib.type(address, id)).reinterpret(Long.MAX_VALUE);
  }

  private static int word(MemorySegment type, long at) {
    return type.get(ValueLayout.JAVA_INT, at);
  }

  private static int kind(MemorySegment type) {
    return word(type, INFO) >>> 24 & 0x1f;
  }

  private static int count(MemorySegment type) {
    return word(type, INFO) & 0xffff;
  }

  private String name(MemorySegment type, long at) {
    return lib.nameAt(address, word(type, at));
  }
}
