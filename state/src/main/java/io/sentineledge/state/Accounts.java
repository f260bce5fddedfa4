package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** Users and groups by number, from the host's {@code /etc/passwd} and {@code /etc/group}. */
public interface Accounts {
  /** Name of a user, or null. Allocates nothing once a number has been asked for. */
  @Nullable Text userName(int uid);

  @Nullable Text groupName(int gid);

  /** Home directory of a user, or null. */
  @Nullable Text home(int uid);

  /** Login shell of a user, or null. */
  @Nullable Text shell(int uid);

  /**
   * To be called on each pass of the reader: takes in changes.
   *
   * @param now any clock that does not go back, ns
   */
  default void refresh(long now) {}
}
