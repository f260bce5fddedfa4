package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the kernel says about a loaded program (struct bpf_prog_info).
 *
 * @param id the kernel's number of the program
 * @param tag what the kernel makes of the instructions that it was given: the same ones have the
 *     same
 * @param runCount runs so far; counted only while BPF statistics are on, like runTimeNs
 * @param runTimeNs time spent in them, ns
 * @param recursionMisses runs left out because the program was already running on that cpu, or
 *     because of the per-CPU guard of tracing programs (5.12 and later, else 0)
 * @param verifiedInstructions instructions that the verifier walked (5.16 and later, else 0)
 * @param translatedBytes size after translation by the verifier
 */
public record ProgramInfo(
    int id,
    long tag,
    long runCount,
    long runTimeNs,
    long recursionMisses,
    int verifiedInstructions,
    int translatedBytes) {
  static final int BYTES = 224;
  static final int ID = 4;
  static final int TAG = 8;
  static final int TRANSLATED_BYTES = 20;
  static final int NAME = 64;
  static final int RUN_TIME = 192;
  static final int RUN_COUNT = 200;
  static final int RECURSION_MISSES = 208;
  static final int VERIFIED_INSTRUCTIONS = 216;

  static ProgramInfo read(LibBpf lib, int fd) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment info = scratch.allocate(BYTES, 8); // an older kernel leaves the end zero
      MemorySegment length = scratch.allocateFrom(ValueLayout.JAVA_INT, BYTES);
      int result = lib.info(fd, info, length);
      if (result != 0) {
        throw LibC.failed("asking for a program's state", -result);
      }
      return new ProgramInfo(
          info.get(ValueLayout.JAVA_INT, ID),
          info.get(ValueLayout.JAVA_LONG, TAG),
          info.get(ValueLayout.JAVA_LONG, RUN_COUNT),
          info.get(ValueLayout.JAVA_LONG, RUN_TIME),
          info.get(ValueLayout.JAVA_LONG, RECURSION_MISSES),
          info.get(ValueLayout.JAVA_INT, VERIFIED_INSTRUCTIONS),
          info.get(ValueLayout.JAVA_INT, TRANSLATED_BYTES));
    }
  }
}
