package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.NameLookup;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks up where links in a name led, of calls that leave no file to look at, such as chmod and
 * mkdir. That is shortly after the call: what the name leads to by then.
 *
 * <p>The kernel's memory is asked first, which has nearly every name that was just used; see {@link
 * Lookups}. Looked up in the host's root or, where it leads elsewhere there, in that of the
 * process, as long as it is there. A name without folders that is made or removed needs no look:
 * its folder is the kernel's. At most {@value #MOST_A_SECOND} names a second, of which {@value
 * #MOST_LINKED} lead elsewhere: those take longer. Used by the reader's thread alone.
 */
final class LinkedNames implements NameLookup {
  private static final int MOST_A_SECOND = 10_000;
  private static final int MOST_LINKED = 2_000;
  private static final byte SLASH = '/';
  private static final byte[] DOT = {'.'};
  private static final byte[] DOTS = {'.', '.'};
  private static final byte[] NO_LEAF = {};
  private static final Path ROOT = Path.of("/");

  /** What the agent's own number in /proc leads to, which is another process's {@code self}. */
  private static final byte[] SELF =
      ("/proc/" + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);

  private final HostRoot host;
  private final Lookups lookups;
  private final Text given = new Text();
  private final Text base = new Text();
  private final PerSecond limit = new PerSecond(MOST_A_SECOND);
  private final PerSecond linkedLimit = new PerSecond(MOST_LINKED);

  /** Where the agent finds what the first name of an event leads to. */
  private byte @Nullable [] found;

  /** Which event that is: names may be asked for before it is handed on. */
  private long foundTime;

  private int foundTid;

  LinkedNames(HostRoot host) {
    this.host = host;
    lookups = host.lookups();
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
    byte[] name = absolute(event, asked + Asked.BASE);
    if (name == null || !limit.allows(event.time())) {
      return false;
    }
    int end = name.length;
    while (end > 1 && name[end - 1] == SLASH) {
      end--;
    }
    int slash = Text.of(name).substring(0, end).lastIndexOf(SLASH);
    byte[] leaf = Arrays.copyOfRange(name, slash + 1, end);
    if (use == NameUse.FOLLOWED || Arrays.equals(leaf, DOT) || Arrays.equals(leaf, DOTS)) {
      return follow(event, asked, Arrays.copyOf(name, end), NO_LEAF, to);
    }
    return follow(event, asked, Arrays.copyOf(name, Math.max(1, slash)), leaf, to);
  }

  /** The name as it was given, from where it starts; null where that is not known. */
  private byte @Nullable [] absolute(EventView event, int from) {
    if (!given.isEmpty() && given.at(0) == SLASH) {
      return given.toBytes();
    }
    return event.isInTree(from) && event.processPath(from, base)
        ? join(base.toBytes(), given.toBytes())
        : null;
  }

  /** A path below another; that itself where there is nothing below it. */
  private static byte[] join(byte[] path, byte[] below) {
    if (below.length == 0) {
      return path;
    }
    int length = path.length == 1 ? 0 : path.length; // of the root, its slash is the one between
    byte[] joined = Arrays.copyOf(path, length + 1 + below.length);
    joined[length] = SLASH;
    System.arraycopy(below, 0, joined, length + 1, below.length);
    return joined;
  }

  /**
   * Finds where a name led.
   *
   * @param name links in it are followed, one at its end, too
   * @param leaf in what that leads to; may be empty
   */
  private boolean follow(EventView event, int asked, byte[] name, byte[] leaf, Text to) {
    boolean agents =
        ROOT.equals(host.folder()) && event.u32(Header.MNT_NS) == host.mountNamespace();
    NameCache.Answer known = agents ? lookups.cache().find(name, true) : NameCache.Answer.UNKNOWN;
    byte[] path = known == NameCache.Answer.FOUND ? lookups.cache().path() : null;
    byte[] whole = path == null ? NO_LEAF : join(path, leaf);
    if (path != null && event.asked(asked, given) && given.equals(Text.of(whole))) {
      found(event, asked, whole);
      return false;
    }
    if (!linkedLimit.allows(event.time())) {
      return false;
    }
    if (agents && hasHostsRoot(event.pid())) {
      if (known == NameCache.Answer.MISSING) {
        return false;
      }
      if (path != null && !startsWith(path, SELF)) {
        found(event, asked, whole);
        return set(to, whole);
      }
    }
    NameWalk walk = new NameWalk(host, event, name);
    NameWalk.Led led = lookups.askOfName(Text.of(name).toString(), walk::follow, null);
    if (led == null) {
      return false;
    }
    found(event, asked, join(led.at().toBytes(), leaf));
    return !led.plain() && set(to, join(led.path().toBytes(), leaf));
  }

  private static boolean set(Text to, byte[] path) {
    to.set(path, 0, path.length);
    return true;
  }

  private static boolean startsWith(byte[] path, byte[] prefix) {
    return path.length >= prefix.length
        && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Whether a process that sees the agent's mounts has its root, too, as far as is known. */
  private static boolean hasHostsRoot(int pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/root")).equals(ROOT);
    } catch (IOException e) {
      return true;
    }
  }

  private void found(EventView event, int asked, byte[] path) {
    if (asked != Fs.TARGET) {
      found = path;
      foundTime = event.time();
      foundTid = event.u32(Header.TID);
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
    FileStat is = lookups.stat(found, NameUse.ofFirst(event) == NameUse.FOLLOWED);
    return FileStat.UNANSWERED.equals(is) ? null : is;
  }
}
