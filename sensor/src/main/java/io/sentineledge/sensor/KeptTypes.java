package io.sentineledge.sensor;

import io.sentineledge.kernel.Btf;
import io.sentineledge.kernel.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's types that the programs ask for, kept in a file from one start to the next: to find
 * them among all takes libbpf longer than the kernel takes to verify the programs.
 *
 * <p>After the types come 24 bytes, big-endian: the {@link Btf#fingerprint} of the kernel's types
 * that they are of, the checksum of the object that asks for them, and that of all before it. What
 * fits in none of these, or could be another user's, is as if it were not there.
 */
public final class KeptTypes {
  /** No file: all types are searched. */
  public static final KeptTypes NONE = new KeptTypes();

  private static final Logger LOG = LoggerFactory.getLogger(KeptTypes.class);
  private static final String NAME = "kernel-types";
  private static final int END_BYTES = 24;
  private static final long MOST_BYTES = 64 << 20;
  private static final int OTHERS_WRITE = 0022;

  private final @Nullable Path file;

  private KeptTypes() {
    file = null;
  }

  /**
   * Those in a folder.
   *
   * @param folder may not exist: nothing is kept then
   */
  public KeptTypes(Path folder) {
    file = folder.resolve(NAME);
  }

  /**
   * The file, if it fits.
   *
   * @param kernel fingerprint of the kernel's types
   * @param object the bytes of the object's file
   */
  @Nullable Path find(long kernel, byte[] object) {
    try {
      if (file == null || !isOwn(file)) {
        return null;
      }
      byte[] content = Files.readAllBytes(file);
      int end = content.length - END_BYTES;
      if (end < 0) {
        return null;
      }
      ByteBuffer fit = ByteBuffer.wrap(content, end, END_BYTES);
      boolean fits =
          fit.getLong() == kernel
              && fit.getLong() == checksum(object, object.length)
              && fit.getLong() == checksum(content, content.length - Long.BYTES);
      LOG.debug("{} {} this kernel and its programs", file, fits ? "fits" : "does not fit");
      return fits ? file : null;
    } catch (IOException e) {
      LOG.debug("{} can't be read", file, e);
      return null;
    }
  }

  /** Whether it is a file of this user's or root's, in which nobody else can write. */
  private static boolean isOwn(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    int mode = number(file, "mode");
    int owner = number(file, "uid");
    return (owner == 0 || owner == number(Path.of("/proc/self"), "uid"))
        && (mode & OTHERS_WRITE) == 0
        && Files.size(file) <= MOST_BYTES;
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:" + attribute);
  }

  /** Makes the file, unless it is there and fits. What goes wrong costs later starts their time. */
  void keep(byte[] object) {
    if (file == null) {
      return;
    }
    try (Btf kernel = Btf.ofKernel()) {
      long fingerprint = kernel.fingerprint();
      if (find(fingerprint, object) == null) {
        write(file, content(kernel.reducedFor(object), fingerprint, object));
      }
    } catch (IOException | KernelException | IllegalArgumentException e) {
      LOG.debug("{} can't be kept", file, e);
    }
  }

  private static byte[] content(byte[] types, long kernel, byte[] object) {
    ByteBuffer content = ByteBuffer.allocate(types.length + END_BYTES);
    content.put(types).putLong(kernel).putLong(checksum(object, object.length));
    return content.putLong(checksum(content.array(), content.position())).array();
  }

  /** Readers see all of it or none; what a crash leaves of it does not fit. */
  private static void write(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(NAME + ".new-" + ProcessHandle.current().pid());
    try {
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
      Files.write(next, content, StandardOpenOption.WRITE);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }
}
