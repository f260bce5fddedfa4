package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks the file system where a name leads that a process used: what of the event is needed, so that
 * it can be asked on a thread beside the reader's.
 */
final class NameWalk {
  private static final Path ROOT = Path.of("/");

  /**
   * Where a name led.
   *
   * @param at where the agent finds it
   * @param path in the root of its container or host
   * @param plain whether that is the name itself
   */
  record Led(Text at, Text path, boolean plain) {}

  private final HostRoot host;
  private final Path name;
  private final boolean hosts;
  private final int pid;
  private final int tid;
  private final int ownPid;
  private final int ownTid;

  NameWalk(HostRoot host, EventView event, byte[] name) {
    this.host = host;
    this.name = HostFiles.path(Text.of(name));
    hosts = event.u32(Header.MNT_NS) == host.mountNamespace();
    pid = event.pid();
    tid = event.u32(Header.TID);
    ownPid = event.u32(Header.VPID);
    ownTid = event.u32(Header.VTID);
  }

  @Nullable Led follow() {
    if (isPlain()) {
      Text path = Text.of(HostFiles.bytes(name.normalize()));
      return new Led(path, path, true);
    }
    Path root = root();
    if (root == null) {
      return null;
    }
    boolean own = !root.equals(host.folder());
    Path at = new PathWalk(root, own ? ownPid : pid, own ? ownTid : tid).follow(name, true);
    if (at == null) {
      return null;
    }
    Path path = outer(root, own).resolve(root.relativize(at));
    return new Led(Text.of(HostFiles.bytes(at)), Text.of(HostFiles.bytes(path)), false);
  }

  /** Whether a name has no links in it, for a process that uses the host's mounts. */
  private boolean isPlain() {
    if (!ROOT.equals(host.folder()) || !hosts) {
      return false;
    }
    try {
      return name.toRealPath().equals(name.normalize());
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the agent finds the root of the process; null where it is gone and was its own. */
  private @Nullable Path root() {
    Path folder = host.folder();
    if (folder == null) {
      return null;
    }
    Path own = folder.resolve("proc/" + pid + "/root");
    FileStat is = FileStat.of(own);
    if (is == null) {
      return hosts ? folder : null;
    }
    FileStat outer = FileStat.of(folder);
    boolean same = outer != null && outer.isSameFile(is);
    return hosts && same ? folder : own;
  }

  /** The path that a root of a process has in the root of its container or host. */
  private static Path outer(Path root, boolean own) {
    if (!own) {
      return ROOT;
    }
    try {
      Path path = Files.readSymbolicLink(root);
      return path.isAbsolute() ? path : ROOT;
    } catch (IOException e) {
      return ROOT;
    }
  }
}
