package io.sentineledge.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Type information of which only the types of certain names are left, with all that these contain.
 * The others become {@code void *}, so that each keeps its number, which programs hand to the
 * kernel. libbpf, which compares the names of all types with each name that a program asks for,
 * finds the same in it in a fraction of the time (bpf_core_find_cands of libbpf 1.1: a pointer has
 * no name to compare).
 *
 * <p>A pointer's target is not contained: what a program follows is a type that it asks for. But a
 * typedef that is asked for by name is compared with all that it stands for, such as the arguments
 * of a tracepoint (bpf_core_types_are_compat).
 */
final class BtfReduction {
  private static final int INT = 1;
  private static final int PTR = 2;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int ENUM = 6;
  private static final int FWD = 7;
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

  private static final int HEADER_BYTES = 24;
  private static final int TYPE_BYTES = 12;
  private static final int VOID_POINTER = PTR << 24;

  private final ByteBuffer btf;
  private final int strings;

  /** Where each type is; its number is its place here, from 1 on. */
  private final int[] at;

  private final int count;

  private BtfReduction(ByteBuffer bytes) {
    btf = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int header = btf.getInt(4);
    int begin = header + btf.getInt(8);
    int end = begin + btf.getInt(12);
    strings = header + btf.getInt(16);
    int[] places = new int[(end - begin) / TYPE_BYTES + 1];
    int types = 0;
    for (int place = begin; place < end; place += TYPE_BYTES + extra(place)) {
      places[++types] = place;
    }
    at = places;
    count = types;
  }

  /**
   * The names that an object's programs may ask for, as libbpf compares them.
   *
   * @throws IllegalArgumentException where it has a kind of type that is not known here
   */
  static Set<String> names(ByteBuffer object) {
    BtfReduction types = new BtfReduction(object);
    Set<String> names = new HashSet<>();
    for (int id = 1; id <= types.count; id++) {
      if (types.isNamed(id)) {
        names.add(types.essentialName(id));
      }
    }
    return names;
  }

  /**
   * The types of these names and what they contain.
   *
   * @throws IllegalArgumentException where there is a kind of type that is not known here
   */
  static byte[] reduce(ByteBuffer kernel, Set<String> names) {
    BtfReduction types = new BtfReduction(kernel);
    BitSet kept = new BitSet(types.count);
    for (int id = 1; id <= types.count; id++) {
      if (types.isNamed(id) && names.contains(types.essentialName(id))) {
        types.keep(id, types.kind(id) == TYPEDEF, kept);
      }
    }
    return types.write(kept);
  }

  private int kind(int id) {
    return btf.getInt(at[id] + 4) >>> 24 & 0x1f;
  }

  /** Bytes after a type's first twelve. */
  private int extra(int place) {
    int info = btf.getInt(place + 4);
    int members = info & 0xffff;
    int kind = info >>> 24 & 0x1f;
    return switch (kind) {
      case INT, VAR, DECL_TAG -> 4;
      case ARRAY -> 12;
      case STRUCT, UNION, DATASEC, ENUM64 -> 12 * members;
      case ENUM, FUNC_PROTO -> 8 * members;
      case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
      default -> throw new IllegalArgumentException("a type of unknown kind " + kind);
    };
  }

  /** Whether it is of a kind that a program may ask for by name. */
  private boolean isNamed(int id) {
    int named = 1 << INT | 1 << STRUCT | 1 << UNION | 1 << ENUM | 1 << FWD | 1 << TYPEDEF;
    return ((named | 1 << FLOAT | 1 << ENUM64) >>> kind(id) & 1) != 0 && btf.getInt(at[id]) != 0;
  }

  /** Without what follows the last three underscores between other characters. */
  private String essentialName(int id) {
    String name = new String(string(btf.getInt(at[id])), StandardCharsets.ISO_8859_1);
    for (int i = name.length() - 5; i >= 0; i--) {
      if (name.startsWith("___", i + 1) && name.charAt(i) != '_' && name.charAt(i + 4) != '_') {
        return name.substring(0, i + 1);
      }
    }
    return name;
  }

  private byte[] string(int offset) {
    int begin = strings + offset;
    int end = begin;
    while (btf.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - begin];
    btf.get(begin, text);
    return text;
  }

  /**
   * @param deep whether what a pointer points to is kept, too, up to the next struct
   */
  private void keep(int id, boolean deep, BitSet kept) {
    if (id == 0 || (kept.get(id) && !deep)) {
      return;
    }
    kept.set(id);
    int place = at[id];
    switch (kind(id)) {
      case STRUCT, UNION -> {
        int end = place + TYPE_BYTES + extra(place);
        for (int member = place + TYPE_BYTES; member < end; member += 12) {
          keep(btf.getInt(member + 4), false, kept);
        }
      }
      case ARRAY -> {
        keep(btf.getInt(place + TYPE_BYTES), deep, kept);
        keep(btf.getInt(place + TYPE_BYTES + 4), false, kept);
      }
      case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> keep(btf.getInt(place + 8), deep, kept);
      case PTR -> {
        if (deep) {
          keep(btf.getInt(place + 8), true, kept);
        }
      }
      case FUNC_PROTO -> {
        keep(btf.getInt(place + 8), deep, kept);
        for (int part = TYPE_BYTES; part < TYPE_BYTES + extra(place); part += 8) {
          keep(btf.getInt(place + part + 4), deep, kept);
        }
      }
      default -> {}
    }
  }

  private byte[] write(BitSet kept) {
    int last = kept.length() - 1;
    ByteBuffer out = ByteBuffer.allocate(btf.limit()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer text = ByteBuffer.allocate(btf.limit());
    Names names = new Names(text);
    out.position(HEADER_BYTES);
    for (int id = 1; id <= last; id++) {
      if (kept.get(id)) {
        copy(id, kept, out, names);
      } else {
        out.putInt(0).putInt(VOID_POINTER).putInt(0);
      }
    }
    int types = out.position() - HEADER_BYTES;
    out.put(text.flip());
    out.putShort(0, btf.getShort(0)).put(2, btf.get(2)).put(3, btf.get(3)).putInt(4, HEADER_BYTES);
    out.putInt(8, 0).putInt(12, types).putInt(16, types).putInt(20, text.limit());
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private void copy(int id, BitSet kept, ByteBuffer out, Names names) {
    int place = at[id];
    int begin = out.position();
    int kind = kind(id);
    int length = TYPE_BYTES + extra(place);
    out.put(btf.slice(place, length));
    out.putInt(begin, names.of(btf.getInt(place)));
    if (kind == PTR && !kept.get(btf.getInt(place + 8))) {
      out.putInt(begin + 8, 0);
    }
    if (kind != INT && kind != ARRAY) {
      int each = kind == ENUM || kind == FUNC_PROTO ? 8 : 12;
      for (int part = TYPE_BYTES; part < length; part += each) {
        out.putInt(begin + part, names.of(btf.getInt(place + part)));
      }
    }
  }

  /** The names that are left, each once. */
  private final class Names {
    private final ByteBuffer text;
    private final Map<Integer, Integer> places = new HashMap<>();

    Names(ByteBuffer text) {
      this.text = text.put((byte) 0);
      places.put(0, 0);
    }

    int of(int old) {
      Integer known = places.get(old);
      if (known != null) {
        return known;
      }
      int place = text.position();
      text.put(string(old)).put((byte) 0);
      places.put(old, place);
      return place;
    }
  }
}
