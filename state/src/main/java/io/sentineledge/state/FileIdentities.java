package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.FileNames;
import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which file each path in a rule names now, so that an open of the same file by another name, such
 * as a hard link, is recognised.
 *
 * <p>A path's file is learnt from two sources: stat in the host's root, repeated; and events that
 * carry the path together with device and inode. Events tell it at once, in the roots of containers
 * too, and with the super block's device, which stat does not tell on btrfs and overlayfs. What is
 * learnt in another mount namespace than the host's counts there alone.
 *
 * <p>Used by the reader's thread alone. Lookups, and learning of what is known, allocate nothing.
 */
public final class FileIdentities {
  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final int MOST_STATS_A_SECOND = 500;

  private final HostRoot root;
  private final IdentityTable table = new IdentityTable();
  private final NameFilter filter = new NameFilter();
  private final Map<Text, Literal> byPath = new HashMap<>();
  private final List<Literal> literals = new ArrayList<>();
  private final Text path = new Text();
  private long refreshed;
  private int turn;
  private int stale;

  /** A path in a rule. */
  static final class Literal {
    final int id;
    final Text path;
    @Nullable FileStat stat;

    /** Events before this tell of a file that the path named earlier. */
    long changed;

    boolean stale = true;

    Literal(int id, Text path) {
      this.id = id;
      this.path = path;
    }
  }

  /** Learns from events and from files of the host. */
  public FileIdentities(HostRoot root) {
    this.root = root;
  }

  HostRoot root() {
    return root;
  }

  /**
   * Whether the executable of an image is what its path names in the host; looked at once, so that
   * an upgrade of a running program changes nothing.
   */
  boolean isHosts(ProcessImage image) {
    Boolean known = image.exeIsHosts;
    if (known == null) {
      FileStat stat = image.exePath.isEmpty() ? null : root.stat(image.exePath);
      if (FileStat.UNANSWERED.equals(stat)) {
        return false;
      }
      known = stat != null && stat.device() == image.exeDevice && stat.inode() == image.exeInode;
      image.exeIsHosts = known;
    }
    return known;
  }

  /**
   * Adds a path. Its file is known after the next {@link #refresh}.
   *
   * @param literal absolute; any value is accepted, but only a path can ever name a file
   * @return an id from 0, the same for equal paths
   */
  public int register(Text literal) {
    Literal known = byPath.get(literal);
    if (known == null) {
      known = new Literal(literals.size(), literal.copy());
      literals.add(known);
      byPath.put(known.path, known);
      filter.add(known.path);
      stale++;
    }
    return known.id;
  }

  /** How many paths there are. */
  public int count() {
    return literals.size();
  }

  /** A registered path. */
  public Text path(int id) {
    return literals.get(id).path;
  }

  /**
   * Whether a path names a file.
   *
   * @param device kernel encoding, as in records; likewise the inode number
   * @param mountNamespace of the process that uses the file
   */
  public boolean matches(int id, int device, long inode, int mountNamespace) {
    int scope = scope(mountNamespace);
    for (IdentityTable.Identity at = table.first(device, inode); at != null; at = at.next) {
      if (at.literal.id == id && at.is(device, inode) && at.visibleIn(scope)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The ids of the paths that name the file in an event's record.
   *
   * @param to receives as many as it has room for
   * @return how many there are in {@code to}; nearly always 0
   */
  int find(EventView event, int[] to) {
    int field = inode(event.typeId());
    int device = field == 0 ? 0 : event.u32(field + Inode.DEV);
    if (device == 0) {
      return 0;
    }
    int scope = scope(event.u32(Header.MNT_NS));
    int found = find(device, event.u64(field + Inode.INO), scope, to, 0);
    int real = field == Open.INODE ? event.u32(Open.REAL_DEV) : 0;
    return real == 0 ? found : find(real, event.u64(Open.REAL_INO), scope, to, found);
  }

  /**
   * Adds the paths that name a file.
   *
   * @param mountNamespace of the process that uses it
   */
  int find(FileStat file, int mountNamespace, int[] to, int count) {
    return find(file.device(), file.inode(), scope(mountNamespace), to, count);
  }

  private int find(int device, long inode, int scope, int[] to, int count) {
    int found = count;
    for (IdentityTable.Identity at = table.first(device, inode);
        at != null && found < to.length;
        at = at.next) {
      if (at.is(device, inode) && at.visibleIn(scope) && !contains(to, found, at.literal.id)) {
        to[found++] = at.literal.id;
      }
    }
    return found;
  }

  private static int inode(int type) {
    if (isOpen(type)) {
      return Open.INODE;
    }
    return type >= EventType.UNLINK.id() && type <= EventType.FTRUNCATE.id() ? Fs.INODE : 0;
  }

  private static boolean isOpen(int type) {
    return type >= EventType.OPEN.id() && type <= EventType.CREAT.id();
  }

  /** A path is there once, though it can be known from stat and from an event. */
  private static boolean contains(int[] ids, int count, int id) {
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }

  private int scope(int mountNamespace) {
    return mountNamespace == root.mountNamespace() ? IdentityTable.HOST : mountNamespace;
  }

  /** Takes in what an event says about files. */
  public void learn(EventView event) {
    int type = event.typeId();
    if (literals.isEmpty()) {
      return;
    }
    if (isOpen(type)) {
      learn(event, Open.PATH, Open.INODE);
    } else if (type == EventType.EXECVE.id() || type == EventType.EXECVEAT.id()) {
      learn(event, Exec.EXE, Exec.INODE);
    } else if (type >= EventType.UNLINK.id()
        && type <= EventType.SYMLINKAT.id()
        && event.result() >= 0
        && (filter.asked(event, Fs.ASKED + Asked.TEXT)
            || filter.asked(event, Fs.TARGET + Asked.TEXT))) {
      forget(event, event.files());
      forget(event, event.targets());
    }
  }

  private void learn(EventView event, int at, int inode) {
    int device = event.u32(inode + Inode.DEV);
    if (device == 0
        || !filter.path(event, at)
        || event.pathFlag(at, PathFlag.UNLINKED)
        || !event.hostPath(at, path)) {
      return;
    }
    Literal literal = byPath.get(path);
    if (literal != null && event.time() >= literal.changed) {
      int scope = scope(event.u32(Header.MNT_NS));
      table.learn(literal, scope, device, event.u64(inode + Inode.INO));
    }
  }

  /** Names that were given to another file, or to none. */
  private void forget(EventView event, FileNames names) {
    for (int i = 0; i < names.count(); i++) {
      Literal literal = byPath.get(names.name(i));
      if (literal != null) {
        literal.changed = event.time();
        table.forget(literal, scope(event.u32(Header.MNT_NS)));
        if (!literal.stale) {
          literal.stale = true;
          stale++;
        }
      }
    }
  }

  /**
   * Looks at files of the host again: those whose path was just given to another file at once, and
   * each of the others once a second, or less often where there are more than 500.
   *
   * @param now boot clock, ns
   */
  public void refresh(long now) {
    if (literals.isEmpty() || !root.isKnown()) {
      return;
    }
    for (int i = 0; stale > 0 && i < literals.size(); i++) {
      Literal literal = literals.get(i);
      if (literal.stale) {
        stat(literal, now);
      }
    }
    int perSecond = Math.min(literals.size(), MOST_STATS_A_SECOND);
    long elapsed = Math.min(now - refreshed, INTERVAL_NANOS);
    long due = perSecond * elapsed / INTERVAL_NANOS;
    if (due > 0) {
      refreshed = now;
    }
    for (long i = 0; i < due; i++) {
      turn = (turn + 1) % literals.size();
      stat(literals.get(turn), now);
    }
  }

  private void stat(Literal literal, long now) {
    if (literal.stale) {
      literal.stale = false;
      stale--;
    }
    FileStat was = literal.stat;
    FileStat is = root.stat(literal.path);
    if (FileStat.UNANSWERED.equals(is) || sameFile(was, is)) {
      return;
    }
    literal.stat = is;
    if (was != null) {
      literal.changed = Math.max(literal.changed, now);
      table.forget(literal, IdentityTable.HOST);
    }
    table.set(literal, is);
  }

  private static boolean sameFile(@Nullable FileStat was, @Nullable FileStat is) {
    if (was == null || is == null) {
      return was == null && is == null;
    }
    return was.isSameFile(is);
  }
}
