package io.sentineledge.agent.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Writes files into a compressed archive (ustar, POSIX.1-1988). Each begins with a block of {@value
 * #BLOCK} bytes, numbers in octal:
 *
 * <pre>
 *   0 name, 100 bytes     148 checksum, 8: of the block, itself taken as blanks
 * 100 mode, 8             156 type, 1: '0', a file
 * 108 user, 8             257 "ustar", zero, "00"
 * 116 group, 8
 * 124 size, 12
 * 136 time, 12
 * </pre>
 */
final class TarGz implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 99;
  private static final int CHECKSUM = 148;
  private static final int OWNER_READS_AND_WRITES = 0600;

  private final GZIPOutputStream out;
  private final Instant time;

  /**
   * @param time of all files
   */
  TarGz(OutputStream out, Instant time) throws IOException {
    this.out = new GZIPOutputStream(out);
    this.time = time;
  }

  /**
   * Adds a file.
   *
   * @param name ASCII, at most {@value #LONGEST_NAME} characters
   */
  void add(String name, byte[] content) throws IOException {
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("the name is too long for the archive, name=" + name);
    }
    byte[] header = new byte[BLOCK];
    text(header, 0, name);
    text(header, 100, "%07o".formatted(OWNER_READS_AND_WRITES));
    text(header, 108, "%07o".formatted(0));
    text(header, 116, "%07o".formatted(0));
    text(header, 124, "%011o".formatted(content.length));
    text(header, 136, "%011o".formatted(time.getEpochSecond()));
    text(header, CHECKSUM, " ".repeat(8));
    text(header, 156, "0");
    text(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    text(header, CHECKSUM, "%06o\0 ".formatted(sum));
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Two empty blocks are the end. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }
}
