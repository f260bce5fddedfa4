package io.sentineledge.rules.scenario;

import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.Map;
import java.util.Set;

/** {@code user.*} and {@code group.*}. */
final class UserSetters {
  /** To be set after the numbers. */
  static final Set<String> NAMES =
      Set.of("user.name", "user.loginname", "user.homedir", "user.shell", "group.name");

  private static final long MOST = 0xffff_ffffL;

  private UserSetters() {}

  static void define(Map<String, Setter> setters) {
    setters.put("user.uid", (f, argument, value) -> user(f.process(), value));
    setters.put("user.ruid", number(Header.UID));
    setters.put("user.suid", number(Header.SUID));
    setters.put("user.fsuid", number(Header.FSUID));
    setters.put(
        "user.loginuid",
        (f, argument, value) -> {
          boolean unset = value.text().equals("-1");
          f.process().header.put(Header.LOGINUID, unset ? MOST : value.number(MOST) & MOST);
        });
    setters.put(
        "group.gid",
        (f, argument, value) -> {
          long gid = value.number(MOST) & MOST;
          f.process().header.put(Header.EGID, gid);
          f.process().header.putIfAbsent(Header.GID, gid);
        });
    setters.put(
        "user.name",
        (f, argument, value) -> {
          Long uid = f.process().header.get(Header.EUID);
          if (uid == null) {
            user(f.process(), value.with(Integer.toString(f.accounts.uid(value.text()))));
          } else {
            f.accounts.user((int) (long) uid, value.text());
          }
        });
    setters.put(
        "user.loginname",
        (f, argument, value) -> {
          Long uid = f.process().header.get(Header.LOGINUID);
          if (uid == null) {
            f.process().header.put(Header.LOGINUID, (long) f.accounts.uid(value.text()));
          } else {
            f.accounts.user((int) (long) uid, value.text());
          }
        });
    setters.put(
        "group.name",
        (f, argument, value) -> {
          Long gid = f.process().header.get(Header.EGID);
          if (gid == null) {
            f.process().header.put(Header.EGID, (long) f.accounts.gid(value.text()));
          } else {
            f.accounts.group((int) (long) gid, value.text());
          }
        });
    setters.put("user.homedir", (f, argument, value) -> f.accounts.home(uid(f), value.text()));
    setters.put("user.shell", (f, argument, value) -> f.accounts.shell(uid(f), value.text()));
  }

  private static int uid(EventFacts facts) {
    return (int) facts.process().number(Header.EUID, 0);
  }

  /** The effective user; the real one and that for files too, unless they are said. */
  private static void user(ProcessFacts process, Value value) throws BadValue {
    long uid = value.number(MOST) & MOST;
    process.header.put(Header.EUID, uid);
    for (int field : new int[] {Header.UID, Header.SUID, Header.FSUID}) {
      process.header.putIfAbsent(field, uid);
    }
  }

  private static Setter number(int field) {
    return (f, argument, value) -> f.process().header.put(field, value.number(MOST) & MOST);
  }
}
