package io.sentineledge.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What stat(2) says about a file.
 *
 * @param device the kernel's encoding: major &lt;&lt; 20 | minor
 * @param mtime ns since 1970, as is {@code ctime}
 */
public record FileStat(int device, long inode, long size, long mtime, long ctime) {
  /** Of a file about which nothing could be learnt in time; it is not the same as any. */
  static final FileStat UNANSWERED = new FileStat(0, 0, 0, 0, 0);

  /**
   * The file, or null if there is none or it cannot be reached; follows links unless told not to.
   */
  static @Nullable FileStat of(Path path, LinkOption... options) {
    try {
      if (options.length == 0 && isMissing(path)) {
        return null;
      }
      Map<String, Object> all =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime", options);
      return new FileStat(
          HostFiles.kernelDevice((long) get(all, "dev")),
          (long) get(all, "ino"),
          (long) get(all, "size"),
          ((FileTime) get(all, "lastModifiedTime")).to(TimeUnit.NANOSECONDS),
          ((FileTime) get(all, "ctime")).to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      return null;
    }
  }

  boolean isSameFile(FileStat other) {
    return inode == other.inode && device == other.device;
  }

  /**
   * Most paths of rules name no file, and an exception costs many times this look: at attributes,
   * since a look at the right to the file would be made without the agent's capabilities.
   */
  private static boolean isMissing(Path path) throws IOException {
    return path.getFileSystem().provider().readAttributesIfExists(path, BasicFileAttributes.class)
        == null;
  }

  private static Object get(Map<String, Object> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }
}
