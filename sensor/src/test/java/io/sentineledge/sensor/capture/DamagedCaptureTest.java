package io.sentineledge.sensor.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.sensor.Accounting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures that were cut off, damaged or forged. */
@Timeout(120)
final class DamagedCaptureTest {
  private static final int BLOCKS = 5;
  private static final int EVENTS_A_BLOCK = 20;
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder = Path.of("");
  private byte[] bytes = new byte[0];
  private List<Integer> blocks = List.of();

  /** Five blocks of twenty events each, behind those of the machine. */
  @BeforeEach
  void record() throws IOException {
    Path file = folder.resolve("whole");
    try (CaptureWriter writer =
        new CaptureWriter(file, Captures.MACHINE, false, Long.MAX_VALUE, 0)) {
      long time = 0;
      for (int i = 0; i < BLOCKS; i++) {
        for (int j = 0; j < EVENTS_A_BLOCK; j++) {
          Captures.append(writer, event(++time));
        }
        writer.advance(i, i + 1);
      }
      writer.totals(Accounting.NONE, true);
    }
    bytes = Files.readAllBytes(file);
    blocks = Captures.blocks(bytes);
    assertEquals(2 + BLOCKS + 1, blocks.size());
  }

  private static byte[] event(long millis) {
    return switch ((int) (millis % 3)) {
      case 0 ->
          new RecordWriter(EventType.OPENAT)
              .u64(Header.TIME, millis * MILLI)
              .path(Open.PATH, "/in/file" + millis, "/jail")
              .text(Open.ASKED + Asked.TEXT, "../file" + millis)
              .path(Open.ASKED + Asked.BASE, "/in/there")
              .build();
      case 1 ->
          new RecordWriter(EventType.EXECVE)
              .u64(Header.TIME, millis * MILLI)
              .path(Exec.EXE, "/bin/tool")
              .path(Exec.CWD, "/tmp")
              .strings(Exec.ARGS, List.of("tool", "" + millis))
              .build();
      default ->
          new RecordWriter(EventType.CHDIR)
              .u64(Header.TIME, millis * MILLI)
              .path(Chdir.CWD, "/srv/" + millis)
              .build();
    };
  }

  private Captures.Seen replay(byte[] file) throws IOException {
    return Captures.replay(Files.write(folder.resolve("damaged"), file));
  }

  @Test
  void aTornTailCostsTheLastBlockOnly() throws IOException {
    int begin = CaptureFormat.HEADER_BYTES;
    for (int length = begin; length < bytes.length; length += 37) {
      int end = length;
      Captures.Seen seen = replay(Arrays.copyOf(bytes, length));
      long whole = blocks.subList(3, blocks.size()).stream().filter(at -> at <= end).count();
      assertEquals(whole * EVENTS_A_BLOCK, seen.events().size(), "length=" + length);
      assertFalse(seen.complete());
      if (!seen.damage().isEmpty()) {
        Damage damage = seen.damage().getLast();
        assertEquals(length, damage.offset() + damage.bytes());
        assertTrue(damage.reason().contains("ends within a block"), damage::toString);
      }
    }
  }

  @Test
  void aDamagedBlockIsLeftOutAndTheNextOneRead() throws IOException {
    for (int block = 2; block < 2 + BLOCKS; block++) {
      int begin = blocks.get(block);
      int end = blocks.get(block + 1);
      for (int at = begin; at < end; at += 11) {
        byte[] file = bytes.clone();
        file[at] ^= 0x10;
        Captures.Seen seen = replay(file);
        assertEquals((BLOCKS - 1) * EVENTS_A_BLOCK, seen.events().size(), "at=" + at);
        assertEquals(begin, seen.damage().getFirst().offset());
        assertTrue(seen.complete());
      }
    }
  }

  @Test
  void missingBytesCostTheBlocksTheyWereIn() throws IOException {
    int at = blocks.get(3) + 100;
    byte[] file = new byte[bytes.length - 13];
    System.arraycopy(bytes, 0, file, 0, at);
    System.arraycopy(bytes, at + 13, file, at, file.length - at);
    Captures.Seen seen = replay(file);
    assertTrue(seen.events().size() >= (BLOCKS - 2) * EVENTS_A_BLOCK, seen.events()::toString);
    assertTrue(seen.complete());
  }

  @Test
  void aMissingOrRepeatedBlockIsNoticed() throws IOException {
    int from = blocks.get(3);
    int to = blocks.get(4);
    byte[] without = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, without, 0, from);
    System.arraycopy(bytes, to, without, from, bytes.length - to);
    Captures.Seen seen = replay(without);
    assertEquals((BLOCKS - 1) * EVENTS_A_BLOCK, seen.events().size());
    assertTrue(seen.damage().getFirst().reason().contains("missing"), seen.damage()::toString);
    byte[] twice = new byte[bytes.length + (to - from)];
    System.arraycopy(bytes, 0, twice, 0, to);
    System.arraycopy(bytes, from, twice, to, bytes.length - from);
    seen = replay(twice);
    assertEquals(BLOCKS * EVENTS_A_BLOCK, seen.events().size());
    assertTrue(seen.damage().getFirst().reason().contains("comes after"), seen.damage()::toString);
  }

  /** Checksums prove nothing about whoever made the file: each record is checked as well. */
  @Test
  void forgedRecordsAreLeftOutOrHarmless() throws IOException {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] file = bytes.clone();
      int block = 2 + random.nextInt(BLOCKS);
      int begin = blocks.get(block) + CaptureFormat.HEADER_BYTES;
      int length = blocks.get(block + 1) - begin;
      for (int i = random.nextInt(8); i >= 0; i--) {
        int at = begin + random.nextInt(length);
        file[at] =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> (byte) 0xff;
              case 2 -> (byte) (file[at] ^ 1 << random.nextInt(8));
              default -> (byte) random.nextInt();
            };
      }
      Captures.sealBlock(file, blocks.get(block));
      String name = "seed=" + seed;
      Captures.Seen seen = replay(file);
      assertTrue(seen.events().size() >= (BLOCKS - 1) * EVENTS_A_BLOCK, name);
      assertTrue(seen.complete(), name);
    }
  }

  @Test
  void anyBytesAreReadToTheirEnd() throws IOException {
    for (int seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      byte[] file = bytes.clone();
      int size = 1 + random.nextInt(400);
      int at = CaptureFormat.HEADER_BYTES + random.nextInt(file.length - size - 64);
      byte[] noise = new byte[size];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, file, at, size);
      Captures.Seen seen = replay(Arrays.copyOf(file, file.length - random.nextInt(100)));
      assertTrue(seen.events().size() <= BLOCKS * EVENTS_A_BLOCK, "seed=" + seed);
    }
  }

  /** A header in every place, each of which claims the longest content there may be. */
  @Test
  void manyFalseHeadersTakeNoLongerThanTheirBytes() throws IOException {
    byte[] file = Arrays.copyOf(bytes, 8 << 20);
    for (int at = blocks.get(2); at + 64 <= file.length; at += 64) {
      System.arraycopy(bytes, blocks.get(2), file, at, 64);
      ByteBuffer.wrap(file)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(at + CaptureFormat.LENGTH_AT, CaptureFormat.MAX_CONTENT);
      Captures.seal(file, at);
    }
    long begin = System.nanoTime();
    Captures.Seen seen = replay(file);
    assertEquals(0, seen.events().size());
    assertTrue(System.nanoTime() - begin < 10_000_000_000L);
  }
}
