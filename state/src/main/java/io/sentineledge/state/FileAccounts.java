package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Users and groups as lines of passwd(5) and group(5); who extends it fills them. */
abstract sealed class FileAccounts implements Accounts permits HostAccounts, RecordedAccounts {
  final AccountFile users = new AccountFile(AccountFile.PASSWD_FIELDS);
  final AccountFile groups = new AccountFile(AccountFile.GROUP_FIELDS);

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
