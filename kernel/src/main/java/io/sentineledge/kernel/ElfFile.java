package io.sentineledge.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The part of an ELF object (64 bit, little endian) that BPF needs: sections by name and data
 * symbols. See elf(5).
 *
 * <pre>
 * file header      40: u64 e_shoff   58: u16 e_shentsize   60: u16 e_shnum   62: u16 e_shstrndx
 * section header    0: u32 name   4: u32 type   24: u64 offset   32: u64 size   40: u32 link
 * symbol            0: u32 name   4: u8 info   6: u16 section   8: u64 value   16: u64 size
 * </pre>
 */
final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int SHT_SYMTAB = 2;
  private static final int STT_OBJECT = 1;
  private static final int SYMBOL_BYTES = 24;

  /** A variable: its section and its place in it, in bytes. */
  record Symbol(String section, int offset, int size) {}

  private record Section(String name, int type, int offset, int size, int link) {}

  private final ByteBuffer elf;
  private final Section[] sections;

  private ElfFile(ByteBuffer elf) {
    this.elf = elf;
    int table = (int) elf.getLong(40);
    int entry = elf.getShort(58);
    int count = elf.getShort(60);
    int names = (int) elf.getLong(table + elf.getShort(62) * entry + 24);
    sections = new Section[count];
    for (int i = 0; i < count; i++) {
      int at = table + i * entry;
      sections[i] =
          new Section(
              string(names + elf.getInt(at)),
              elf.getInt(at + 4),
              (int) elf.getLong(at + 24),
              (int) elf.getLong(at + 32),
              elf.getInt(at + 40));
    }
  }

  /**
   * @throws KernelException where the bytes are no ELF object
   */
  static ElfFile parse(byte[] bytes) {
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 64 || elf.getInt(0) != MAGIC || bytes[4] != 2 || bytes[5] != 1) {
      throw invalid("it is no 64-bit little-endian ELF file", null);
    }
    try {
      return new ElfFile(elf);
    } catch (IndexOutOfBoundsException e) {
      throw invalid("its section table points outside the file", e);
    }
  }

  private static KernelException invalid(
      String why, @org.jspecify.annotations.Nullable Throwable e) {
    return new KernelException(
        KernelException.Code.OBJECT_INVALID,
        0,
        "The BPF object cannot be read: " + why,
        "Build or install it again.",
        e);
  }

  /** The bytes of a section, or empty where there is no such section. */
  Optional<byte[]> section(String name) {
    for (Section section : sections) {
      if (section.name.equals(name)) {
        byte[] bytes = new byte[section.size];
        elf.get(section.offset, bytes);
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  /** Variables by name. */
  Map<String, Symbol> variables() {
    Map<String, Symbol> found = new HashMap<>();
    for (Section table : sections) {
      if (table.type != SHT_SYMTAB) {
        continue;
      }
      int names = sections[table.link].offset;
      for (int at = table.offset; at < table.offset + table.size; at += SYMBOL_BYTES) {
        int index = Short.toUnsignedInt(elf.getShort(at + 6));
        if ((elf.get(at + 4) & 0xf) == STT_OBJECT && index < sections.length) {
          found.put(
              string(names + elf.getInt(at)),
              new Symbol(
                  sections[index].name, (int) elf.getLong(at + 8), (int) elf.getLong(at + 16)));
        }
      }
    }
    return found;
  }

  private String string(int offset) {
    int end = offset;
    while (elf.get(end) != 0) {
      end++;
    }
    return StandardCharsets.UTF_8.decode(elf.slice(offset, end - offset)).toString();
  }
}
