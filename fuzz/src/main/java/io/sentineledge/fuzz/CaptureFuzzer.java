package io.sentineledge.fuzz;

import io.sentineledge.agent.Replay;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.sensor.capture.CaptureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Any bytes as a capture, with checksums that fit: each record is taken through state and the
 * shipped rules.
 */
public final class CaptureFuzzer {
  private static final int HEADER = 64;
  private static final int LENGTH = 12;
  private static final int CONTENT_CHECKSUM = 52;
  private static final int CHECKSUM = 60;

  private static final RuleSet RULES = new RuleLoader().addShipped().load().rules();
  private static final Path FILE = file();

  private CaptureFuzzer() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzz", ".capture");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loads what the first input would load otherwise: it is not to blame for the time. */
  public static void fuzzerInitialize() throws IOException {
    read(new byte[0]);
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Limits.check(CaptureFuzzer::read, input);
  }

  private static void read(byte[] input) throws IOException {
    byte[] bytes = input.clone();
    seal(bytes);
    Files.write(FILE, bytes);
    Engine engine = new Engine(RULES, Matching.ALL, Events.STRICT);
    try (Replay replay = Replay.open(FILE)) {
      replay.run(RULES.paths(), engine::evaluate, () -> false);
      if (replay.failures() > 0) {
        throw new AssertionError("events that could not be taken in");
      }
    } catch (CaptureException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }

  /** Makes the checksums fit: without them nothing behind them would be tried. */
  private static void seal(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length >= HEADER) {
      buffer.putInt(CHECKSUM, checksum(file, 0, CHECKSUM));
    }
    int at = HEADER;
    while (at + HEADER <= file.length) {
      int length = buffer.getInt(at + LENGTH);
      if (length < 0 || length > file.length - at - HEADER) {
        return;
      }
      buffer.putInt(at + CONTENT_CHECKSUM, checksum(file, at + HEADER, length));
      buffer.putInt(at + CHECKSUM, checksum(file, at, CHECKSUM));
      at += HEADER + length;
    }
  }

  private static int checksum(byte[] file, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file, at, length);
    return (int) crc.getValue();
  }
}
