package io.sentineledge.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file systems mounted in this process's mount namespace. */
public record Mounts(List<Mount> all) {
  /** One of them; point is the folder it is mounted on. */
  public record Mount(String point, String type, String options) {}

  /** Reads /proc/self/mounts. */
  public static Mounts current() {
    try {
      return parse(Files.readString(Path.of("/proc/self/mounts")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Mounts parse(String table) {
    return new Mounts(
        table
            .lines()
            .map(line -> line.split(" "))
            .filter(columns -> columns.length >= 4)
            .map(columns -> new Mount(columns[1], columns[2], columns[3]))
            .toList());
  }

  /** The first mount of a file system type. */
  public Optional<Mount> ofType(String type) {
    return all.stream().filter(mount -> mount.type().equals(type)).findFirst();
  }
}
