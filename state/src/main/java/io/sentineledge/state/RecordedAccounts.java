package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Users and groups of another machine or another time, from a capture. */
public final class RecordedAccounts implements Accounts {
  private final AccountFile users = new AccountFile(AccountFile.PASSWD_FIELDS);
  private final AccountFile groups = new AccountFile(AccountFile.GROUP_FIELDS);

  /**
   * @param passwd lines of passwd(5)
   * @param group lines of group(5)
   */
  public RecordedAccounts(byte[] passwd, byte[] group) {
    users.parse(passwd);
    groups.parse(group);
  }

  @Override
  public @Nullable Text userName(int uid) {
    AccountFile.Line line = users.line(uid);
    return line == null ? null : line.name();
  }

  @Override
  public @Nullable Text groupName(int gid) {
    AccountFile.Line line = groups.line(gid);
    return line == null ? null : line.name();
  }

  @Override
  public @Nullable Text home(int uid) {
    AccountFile.Line line = users.line(uid);
    return line == null ? null : line.home();
  }

  @Override
  public @Nullable Text shell(int uid) {
    AccountFile.Line line = users.line(uid);
    return line == null ? null : line.shell();
  }
}
