package io.sentineledge.state;

/** Users and groups of another machine or another time, from a capture. */
public final class RecordedAccounts extends FileAccounts {
  /**
   * @param passwd lines of passwd(5)
   * @param group lines of group(5)
   */
  public RecordedAccounts(byte[] passwd, byte[] group) {
    users.parse(passwd);
    groups.parse(group);
  }
}
