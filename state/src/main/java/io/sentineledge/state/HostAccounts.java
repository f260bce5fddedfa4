package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups from the host's {@code /etc/passwd} and {@code /etc/group}, read again when the
 * files change. Names from other sources (LDAP, systemd's dynamic users) are not known.
 *
 * <p>Used by the reader's thread alone. Lookups allocate nothing.
 */
public final class HostAccounts extends FileAccounts {
  private static final Text PASSWD = Text.of("/etc/passwd");
  private static final Text GROUP = Text.of("/etc/group");
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final HostRoot root;
  private @Nullable FileStat usersAre;
  private @Nullable FileStat groupsAre;
  private long checked;

  /** Reads both files; a file that is missing or cannot be read means no names. */
  public HostAccounts(HostRoot root) {
    this.root = root;
    load();
  }

  /** Reads the files again if they have changed; looks at most once a second. */
  @Override
  public void refresh(long now) {
    if (now - checked >= INTERVAL_NANOS) {
      checked = now;
      load();
    }
  }

  private void load() {
    usersAre = load(PASSWD, users, usersAre);
    groupsAre = load(GROUP, groups, groupsAre);
  }

  private @Nullable FileStat load(Text name, AccountFile file, @Nullable FileStat was) {
    FileStat is = root.stat(name);
    if (is == null) {
      file.parse(new byte[0]);
      return null;
    }
    if (FileStat.UNANSWERED.equals(is) || is.equals(was)) {
      return was;
    }
    byte[] content = root.lookups().ask(name.toString(), () -> read(name), null);
    if (content == null) {
      return was;
    }
    file.parse(content);
    return is;
  }

  private byte @Nullable [] read(Text name) throws IOException {
    Path path = root.resolve(name);
    if (path == null) {
      return null;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(AccountFile.MOST_BYTES);
    }
  }

  /** What is known of users, as lines of passwd(5) without passwords and comments. */
  public byte[] users() {
    return users.lines();
  }

  /** What is known of groups, as lines of group(5) without members. */
  public byte[] groups() {
    return groups.lines();
  }
}
