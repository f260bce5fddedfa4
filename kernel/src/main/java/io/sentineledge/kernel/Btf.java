package io.sentineledge.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type information of a BPF object or of the kernel: structs, enums and functions by name.
 *
 * <p>Format: Documentation/bpf/btf.rst of the kernel.
 *
 * <pre>
 * header   0: u16 magic   4: u32 header length   8: type offset, length   16: string offset, length
 * type     0: u32 name    4: u32 info: kind in bits 24-28, count in 0-15, flag in 31   8: size/type
 * member   0: u32 name    4: u32 type            8: u32 bit offset; with the flag: width in 24-31
 * enum     0: u32 name    4: s32 value (enum64: low and high half)
 * array    0: u32 element 4: u32 index type      8: u32 count
 * </pre>
 */
public final class Btf {
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

  private static final int MAGIC = 0xeb9f;

  /** Places in a type, in words. */
  private static final int INFO = 1;

  private static final int SIZE = 2;
  private static final int TYPE_WORDS = 3;
  private static final int ELEMENT = 3;
  private static final int ELEMENTS = 5;

  private static final int INT = 1;
  private static final int PTR = 2;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int ENUM = 6;
  private static final int TYPEDEF = 8;
  private static final int VOLATILE = 9;
  private static final int CONST = 10;
  private static final int RESTRICT = 11;
  private static final int FUNC = 12;
  private static final int FUNC_PROTO = 13;
  private static final int VAR = 14;
  private static final int DATASEC = 15;
  private static final int FLOAT = 16;
  private static final int DECL_TAG = 17;
  private static final int TYPE_TAG = 18;
  private static final int ENUM64 = 19;

  private static WeakReference<Btf> kernelBtf = new WeakReference<>(null);

  /** The type section, in words: a kernel has some hundred thousand types, read before the JIT. */
  private final int[] words;

  private final byte[] bytes;
  private final int strings;

  /** The word at which each type starts; the first has number 1, number 0 is void. */
  private final int[] types;

  private final int typeCount;

  private Btf(byte[] bytes) {
    ByteBuffer btf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 24 || Short.toUnsignedInt(btf.getShort(0)) != MAGIC) {
      throw new IllegalArgumentException("not BTF: the magic number is missing");
    }
    this.bytes = bytes;
    int header = btf.getInt(4);
    strings = header + btf.getInt(16);
    words = new int[btf.getInt(12) / 4];
    btf.slice(header + btf.getInt(8), 4 * words.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(words);
    int[] starts = new int[words.length / TYPE_WORDS + 1];
    int count = 1;
    for (int at = 0; at < words.length; at += TYPE_WORDS + trailer(at)) {
      starts[count++] = at;
    }
    types = starts;
    typeCount = count;
  }

  /**
   * @throws IllegalArgumentException where the bytes are no BTF
   */
  public static Btf parse(byte[] bytes) {
    try {
      return new Btf(bytes);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("damaged BTF: a length points outside it", e);
    }
  }

  /**
   * The BTF of a compiled BPF object.
   *
   * @throws KernelException where it has none
   */
  public static Btf ofObject(byte[] elf) {
    return parse(
        ElfFile.parse(elf)
            .section(".BTF")
            .orElseThrow(() ->
                new KernelException(
                    KernelException.Code.OBJECT_INVALID,
                    0,
                    "The BPF object has no BTF",
                    "Compile it with clang -g.")));
  }

  /**
   * The running kernel's BTF, of some MiB: parsed once as long as somebody holds it.
   *
   * @throws KernelException where the kernel has none
   */
  public static synchronized Btf ofKernel() {
    Btf known = kernelBtf.get();
    if (known != null) {
      return known;
    }
    if (!Files.exists(KERNEL)) {
      throw LoadFailure.noKernelBtf(0);
    }
    try {
      Btf parsed = parse(Files.readAllBytes(KERNEL));
      kernelBtf = new WeakReference<>(parsed);
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The struct or union of this name. */
  public Optional<Struct> struct(String name) {
    int id = find(name, STRUCT, UNION);
    return id == 0 ? Optional.empty() : Optional.of(struct(id));
  }

  /** The values of the enum of this name, in their order. */
  public Optional<Map<String, Long>> enumeration(String name) {
    int id = find(name, ENUM, ENUM64);
    if (id == 0) {
      return Optional.empty();
    }
    Map<String, Long> values = new LinkedHashMap<>();
    boolean wide = kind(types[id]) == ENUM64;
    for (int i = 0; i < count(types[id]); i++) {
      int at = types[id] + TYPE_WORDS + i * (wide ? 3 : 2);
      long low = words[at + 1];
      values.put(name(at), wide ? (long) words[at + 2] << 32 | (low & 0xffffffffL) : low);
    }
    return Optional.of(values);
  }

  /** Whether there is a function of this name; of a kernel: one that may be traced or called. */
  public boolean hasFunction(String name) {
    return find(name, FUNC, FUNC) != 0;
  }

  private int find(String name, int kind, int otherKind) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int id = 1; id < typeCount; id++) {
      int kindHere = kind(types[id]);
      if ((kindHere == kind || kindHere == otherKind) && named(types[id], wanted)) {
        return id;
      }
    }
    return 0;
  }

  private boolean named(int type, byte[] wanted) {
    int at = strings + words[type];
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return bytes[at + wanted.length] == 0;
  }

  private Struct struct(int id) {
    int type = types[id];
    boolean bitFields = words[type + INFO] < 0;
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count(type); i++) {
      int at = type + TYPE_WORDS + i * 3;
      int member = words[at + 1];
      int place = words[at + 2];
      int width = bitFields ? place >>> 24 : 0;
      members.add(
          new Member(
              name(at),
              bitFields ? place & 0xffffff : place,
              width != 0 ? width : 8 * size(member),
              typeName(member)));
    }
    return new Struct(name(type), words[type + SIZE], List.copyOf(members));
  }

  private int size(int id) {
    int type = types[resolve(id)];
    return switch (kind(type)) {
      case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT -> words[type + SIZE];
      case PTR -> 8;
      case ARRAY -> size(words[type + ELEMENT]) * words[type + ELEMENTS];
      default -> 0;
    };
  }

  private String typeName(int id) {
    int type = types[resolve(id)];
    return switch (kind(type)) {
      case PTR -> "*";
      case ARRAY -> typeName(words[type + ELEMENT]) + "[" + words[type + ELEMENTS] + "]";
      default -> name(type);
    };
  }

  /** Follows typedefs and qualifiers. */
  private int resolve(int id) {
    int at = id;
    while (at != 0) {
      switch (kind(types[at])) {
        case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> at = words[types[at] + SIZE];
        default -> {
          return at;
        }
      }
    }
    throw new IllegalArgumentException("a member of type void");
  }

  private int kind(int type) {
    return words[type + INFO] >>> 24 & 0x1f;
  }

  private int count(int type) {
    return words[type + INFO] & 0xffff;
  }

  private String name(int at) {
    int start = strings + words[at];
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Words that follow the type at this place. */
  private int trailer(int type) {
    return switch (kind(type)) {
      case INT, VAR, DECL_TAG -> 1;
      case ARRAY -> 3;
      case STRUCT, UNION, DATASEC, ENUM64 -> 3 * count(type);
      case ENUM, FUNC_PROTO -> 2 * count(type);
      default -> 0;
    };
  }
}
