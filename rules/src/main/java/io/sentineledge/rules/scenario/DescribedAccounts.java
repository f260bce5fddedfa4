package io.sentineledge.rules.scenario;

import io.sentineledge.event.Text;
import io.sentineledge.state.Accounts;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users and groups that descriptions name; root is always there. */
final class DescribedAccounts implements Accounts {
  private static final int FIRST = 1000;

  private final Map<Integer, Text> users = new HashMap<>();
  private final Map<Integer, Text> groups = new HashMap<>();
  private final Map<Integer, Text> homes = new HashMap<>();
  private final Map<Integer, Text> shells = new HashMap<>();

  DescribedAccounts() {
    users.put(0, Text.of("root"));
    groups.put(0, Text.of("root"));
  }

  @Override
  public @Nullable Text userName(int uid) {
    return users.get(uid);
  }

  @Override
  public @Nullable Text groupName(int gid) {
    return groups.get(gid);
  }

  @Override
  public @Nullable Text home(int uid) {
    return homes.get(uid);
  }

  @Override
  public @Nullable Text shell(int uid) {
    return shells.get(uid);
  }

  /** Names a user. */
  void user(int uid, String name) {
    users.put(uid, Text.of(name));
  }

  void group(int gid, String name) {
    groups.put(gid, Text.of(name));
  }

  void home(int uid, String path) {
    homes.put(uid, Text.of(path));
  }

  void shell(int uid, String path) {
    shells.put(uid, Text.of(path));
  }

  /** The number of a user; a new one from 1000 if the name is new. */
  int uid(String name) {
    return id(users, name);
  }

  int gid(String name) {
    return id(groups, name);
  }

  private static int id(Map<Integer, Text> names, String name) {
    Text wanted = Text.of(name);
    for (Map.Entry<Integer, Text> entry : names.entrySet()) {
      if (entry.getValue().equals(wanted)) {
        return entry.getKey();
      }
    }
    int id = FIRST;
    while (names.containsKey(id)) {
      id++;
    }
    names.put(id, wanted);
    return id;
  }
}
