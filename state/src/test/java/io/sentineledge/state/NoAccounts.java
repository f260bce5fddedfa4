package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** No names at all. */
final class NoAccounts implements Accounts {
  @Override
  public @Nullable Text userName(int uid) {
    return null;
  }

  @Override
  public @Nullable Text groupName(int gid) {
    return null;
  }

  @Override
  public @Nullable Text home(int uid) {
    return null;
  }

  @Override
  public @Nullable Text shell(int uid) {
    return null;
  }
}
