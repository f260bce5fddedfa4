package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.kernel.Btf.Member;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BtfTest {
  private static final Btf OBJECT = Btf.ofObject(TestObjects.bytes("tasks"));

  @Test
  void membersHavePlaceWidthAndType() {
    assertEquals(
        List.of(
            new Member("byte", 0, 8, "unsigned char"),
            new Member("pair", 16, 96, "inner[2]"),
            new Member("pointer", 128, 64, "*"),
            new Member("low", 192, 3, "unsigned int"),
            new Member("high", 195, 5, "unsigned int"),
            new Member("colour", 224, 32, "colour"),
            new Member("wide", 256, 64, "unsigned long long"),
            new Member("", 320, 64, "")),
        OBJECT.struct("shapes").orElseThrow().members());
    assertEquals(48, OBJECT.struct("shapes").orElseThrow().size());
    assertEquals(
        new Member("number", 32, 16, "unsigned short"),
        OBJECT.struct("inner").orElseThrow().member("number").orElseThrow());
    assertTrue(OBJECT.struct("nothing").isEmpty());
  }

  @Test
  void enumsHaveTheirValuesInOrder() {
    assertEquals(
        Map.of("RED", 1L, "GREEN", -2L, "BLUE", 0x7fffffffL),
        OBJECT.enumeration("colour").orElseThrow());
  }

  /** Only compilers newer than this project asks for write these. */
  @Test
  void wideEnumsAreReadInHalves() {
    ByteBuffer btf = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    btf.putShort((short) 0xeb9f).putShort((short) 1).putInt(24);
    btf.putInt(0).putInt(24).putInt(24).putInt(10);
    btf.putInt(1).putInt(19 << 24 | 1).putInt(8); // enum64 with one value
    btf.putInt(6).putInt(0x90abcdef).putInt(0x12345678);
    btf.put("\0wide\0far\0".getBytes(StandardCharsets.US_ASCII));
    try (Btf wide = Btf.parse(btf.array())) {
      assertEquals(Map.of("far", 0x1234567890abcdefL), wide.enumeration("wide").orElseThrow());
    }
  }

  @Test
  void theKernelsOwnBtfAgreesWithTheOffsetsInUse() {
    try (Btf kernel = Btf.ofKernel()) {
      agrees(kernel);
    }
  }

  private static void agrees(Btf kernel) {
    Btf.Struct info = kernel.struct("bpf_prog_info").orElseThrow();
    assertEquals(ProgramInfo.ID, info.member("id").orElseThrow().offset());
    assertEquals(
        ProgramInfo.TRANSLATED_BYTES, info.member("xlated_prog_len").orElseThrow().offset());
    assertEquals(ProgramInfo.RUN_TIME, info.member("run_time_ns").orElseThrow().offset());
    assertEquals(ProgramInfo.RUN_COUNT, info.member("run_cnt").orElseThrow().offset());
    assertEquals(
        ProgramInfo.RECURSION_MISSES, info.member("recursion_misses").orElseThrow().offset());
    assertEquals(
        ProgramInfo.VERIFIED_INSTRUCTIONS, info.member("verified_insns").orElseThrow().offset());
    assertTrue(kernel.hasFunction("do_exit"));
    assertFalse(kernel.hasFunction("do_exi"));
    assertTrue(kernel.enumeration("cgroup_subsys_id").orElseThrow().containsKey("pids_cgrp_id"));
  }

  @Test
  void damagedBytesAreRefused() {
    assertThrows(KernelException.class, () -> Btf.parse(new byte[10]));
    byte[] whole = ElfFile.parse(TestObjects.bytes("tasks")).section(".BTF").orElseThrow();
    assertThrows(KernelException.class, () -> Btf.parse(Arrays.copyOf(whole, 100)));
  }
}
