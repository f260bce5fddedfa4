package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.NameLookup;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks up where links in a name led, of calls that leave no file to look at, such as chmod and
 * mkdir. That is shortly after the call: what the name leads to by then.
 *
 * <p>Looked up in the host's root or, where it leads elsewhere there, in that of the process, as
 * long as it is there. A name without folders that is made or removed needs no look: its folder is
 * the kernel's. At most {@value #MOST_A_SECOND} names a second, of which {@value #MOST_LINKED} lead
 * elsewhere: those take longer. Used by the reader's thread alone.
 */
final class LinkedNames implements NameLookup {
  private static final int MOST_A_SECOND = 10_000;
  private static final int MOST_LINKED = 2_000;
  private static final byte SLASH = '/';
  private static final Path ROOT = Path.of("/");
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] KEEP = {LinkOption.NOFOLLOW_LINKS};

  private final HostRoot host;
  private final Text given = new Text();
  private final Text base = new Text();
  private final PerSecond limit = new PerSecond(MOST_A_SECOND);
  private final PerSecond linkedLimit = new PerSecond(MOST_LINKED);

  /** Where the agent finds what the first name of an event leads to. */
  private @Nullable Path found;

  /** Which event that is: names may be asked for before it is handed on. */
  private long foundTime;

  private int foundTid;

  LinkedNames(HostRoot host) {
    this.host = host;
  }

  @Override
  public boolean find(EventView event, int asked, Text to) {
    boolean first = asked != Fs.TARGET;
    NameUse use = first ? NameUse.ofFirst(event) : NameUse.ofSecond(event);
    if (use == NameUse.NONE || !event.text(asked + Asked.TEXT, given)) {
      return false;
    }
    boolean needed = use == NameUse.FOLLOWED || given.indexOf(SLASH, 0) >= 0;
    if (!needed && !(first && NameUse.staysNamed(event))) {
      return false;
    }
    Path name = absolute(event, asked + Asked.BASE);
    if (name == null || !limit.allows(event.time())) {
      return false;
    }
    Path leaf = use == NameUse.KEPT ? name.getFileName() : null;
    if (leaf == null || leaf.toString().equals(".") || leaf.toString().equals("..")) {
      return follow(event, name, Path.of(""), first, to);
    }
    return follow(event, parent(name), leaf, first, to);
  }

  private static Path parent(Path name) {
    Path parent = name.getParent();
    return parent == null ? ROOT : parent;
  }

  /** The name as it was given, from where it starts; null where that is not known. */
  private @Nullable Path absolute(EventView event, int from) {
    if (!given.isEmpty() && given.at(0) == SLASH) {
      return HostFiles.path(given);
    }
    if (!event.isInTree(from) || !event.processPath(from, base)) {
      return null;
    }
    byte[] joined = new byte[base.length() + 1 + given.length()];
    System.arraycopy(base.array(), base.offset(), joined, 0, base.length());
    joined[base.length()] = SLASH;
    System.arraycopy(given.array(), given.offset(), joined, base.length() + 1, given.length());
    return HostFiles.path(Text.of(joined));
  }

  private boolean follow(EventView event, Path name, Path leaf, boolean first, Text to) {
    if (isPlain(event, name)) {
      found(event, name.resolve(leaf), first);
      return false;
    }
    Path root = linkedLimit.allows(event.time()) ? root(event) : null;
    if (root == null) {
      return false;
    }
    boolean own = !root.equals(host.folder());
    int pid = own ? event.u32(Header.VPID) : event.pid();
    int tid = event.u32(own ? Header.VTID : Header.TID);
    Path at = new PathWalk(root, pid, tid).follow(name, true);
    if (at == null) {
      return false;
    }
    at = at.resolve(leaf);
    found(event, at, first);
    byte[] path = HostFiles.bytes(outer(root, own).resolve(root.relativize(at)));
    to.set(path, 0, path.length);
    return true;
  }

  private void found(EventView event, Path path, boolean first) {
    if (first) {
      found = path;
      foundTime = event.time();
      foundTid = event.u32(Header.TID);
    }
  }

  /** Whether a name has no links in it, for a process that uses the host's mounts. */
  private boolean isPlain(EventView event, Path name) {
    if (!ROOT.equals(host.folder()) || event.u32(Header.MNT_NS) != host.mountNamespace()) {
      return false;
    }
    try {
      return name.toRealPath().equals(name.normalize());
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the agent finds the root of the process; null where it is gone and was its own. */
  private @Nullable Path root(EventView event) {
    Path folder = host.folder();
    if (folder == null) {
      return null;
    }
    boolean hosts = event.u32(Header.MNT_NS) == host.mountNamespace();
    Path own = folder.resolve("proc/" + event.pid() + "/root");
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

  /** The file that the first name leads to; null where there is none, or it had no such name. */
  @Nullable FileStat file(EventView event) {
    if (!NameUse.staysNamed(event)
        || event.files().count() == 0
        || found == null
        || foundTime != event.time()
        || foundTid != event.u32(Header.TID)) {
      return null;
    }
    return FileStat.of(found, NameUse.ofFirst(event) == NameUse.FOLLOWED ? FOLLOW : KEEP);
  }
}
