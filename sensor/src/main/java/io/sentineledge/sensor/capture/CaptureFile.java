package io.sentineledge.sensor.capture;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file that only its owner may read, since it holds what every process on the machine did.
 * Whatever fails, it ends after the last whole piece that was written.
 */
final class CaptureFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private long end;

  /**
   * @param force whether a regular file of that name is replaced
   */
  CaptureFile(Path path, boolean force) {
    this.path = path;
    try {
      if (force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new CaptureException(
              path + " is not a regular file and is left alone; name another file");
        }
        Files.delete(path);
      }
      // O_CREAT|O_EXCL: neither an existing file nor one that a link leads to is ever opened
      channel =
          FileChannel.open(
              path,
              Set.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw new CaptureException(
          path + " exists already and is left alone; name another file, or give --force", e);
    } catch (NoSuchFileException e) {
      throw new CaptureException(path + " cannot be created: its folder does not exist", e);
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be created: " + reason(e), e);
    }
  }

  /** Bytes written. */
  long size() {
    return end;
  }

  /** Writes all of it, or nothing. */
  void write(ByteBuffer bytes) {
    long begin = end;
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (IOException e) {
      end = begin;
      cutBack();
      throw new CaptureException(
          "%s cannot be written beyond %,d bytes: %s; what was written before can be replayed"
              .formatted(path, begin, reason(e)),
          e);
    }
  }

  private void cutBack() {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      // A reader then finds a torn end
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be written to its end: " + reason(e), e);
    }
  }
}
