package io.sentineledge.output;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file that is appended to, and replaced by an empty one when it has grown too large or its time
 * has passed. The closed ones are named {@code NAME.1} (the newest), {@code NAME.2} and so on. For
 * one thread at a time.
 *
 * <p>A write that fails closes the file; the next one opens it again, so that a disk that has room
 * again, or a file that was removed, needs no help.
 */
public final class RotatingFile implements AutoCloseable {
  private final Path file;
  private final Policy policy;
  private final Clock clock;

  /** A stream, since an interrupted thread would close a channel. */
  private @Nullable OutputStream stream;

  private long size;
  private Instant period = Instant.EPOCH;

  /**
   * When a file is closed.
   *
   * @param maxBytes it does not become larger, unless by a single write; 0: no limit
   * @param period DAYS or HOURS, in UTC; null: never because of time
   * @param files how many closed ones are kept
   */
  public record Policy(long maxBytes, @Nullable ChronoUnit period, int files) {}

  /** Opens nothing yet. */
  public RotatingFile(Path file, Policy policy, Clock clock) {
    this.file = file;
    this.policy = policy;
    this.clock = clock;
  }

  /** Which file. */
  public Path path() {
    return file;
  }

  /**
   * Appends all of it.
   *
   * @throws IOException if it could not be written
   */
  public void write(byte[] bytes) throws IOException {
    try {
      OutputStream out = stream == null || !Files.exists(file) ? open() : stream;
      boolean large = policy.maxBytes() > 0 && size > 0 && size + bytes.length > policy.maxBytes();
      if (large || !period.equals(period(clock.instant()))) {
        out = next();
      }
      out.write(bytes);
      size += bytes.length;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Instant period(Instant time) {
    return policy.period() == null ? Instant.EPOCH : time.truncatedTo(policy.period());
  }

  private OutputStream open() throws IOException {
    close();
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }
    OutputStream opened = new FileOutputStream(file.toFile(), true);
    stream = opened;
    size = Files.size(file);
    Instant begun =
        size == 0
            ? clock.instant()
            : Files.readAttributes(file, BasicFileAttributes.class).lastModifiedTime().toInstant();
    period = period(begun.atOffset(ZoneOffset.UTC).toInstant());
    return opened;
  }

  private OutputStream next() throws IOException {
    close();
    if (policy.files() == 0) {
      Files.deleteIfExists(file);
    } else {
      for (int i = policy.files() - 1; i >= 1; i--) {
        if (Files.exists(closed(i))) {
          Files.move(closed(i), closed(i + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(file, closed(1), StandardCopyOption.REPLACE_EXISTING);
    }
    return open();
  }

  private Path closed(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // What was written is written; there is nothing left to do
      }
      stream = null;
    }
  }
}
