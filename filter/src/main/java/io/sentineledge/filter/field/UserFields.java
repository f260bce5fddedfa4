package io.sentineledge.filter.field;

import io.sentineledge.event.RecordLayout.Header;

/** {@code user.*} and {@code group.*}: who caused the event, named by the host's accounts. */
final class UserFields {
  private static final int UNSET = -1;

  /** The login uid as Falco has it: -1 where none is set. */
  static final NumberSource LOGIN_UID =
      event -> {
        int uid = event.event().u32(Header.LOGINUID);
        return uid == UNSET ? UNSET : uid & 0xffff_ffffL;
      };

  private UserFields() {}

  static void define(FieldSet fields) {
    id(fields, "user.uid", "Effective user id.", Header.EUID);
    fields.ofProcess(
        "user.name",
        "Name of the effective user.",
        event -> event.accounts().userName(event.event().u32(Header.EUID)));
    fields.ofProcess(
        "user.homedir",
        "Home directory of the effective user.",
        event -> event.accounts().home(event.event().u32(Header.EUID)));
    fields.ofProcess(
        "user.shell",
        "Login shell of the effective user.",
        event -> event.accounts().shell(event.event().u32(Header.EUID)));
    fields.ofProcess(
        "user.loginuid",
        FieldType.NUMBER,
        "User id at login (audit user id); -1 where none is set.",
        LOGIN_UID);
    fields.ofProcess(
        "user.loginname",
        "Name of the user who logged in.",
        event -> {
          int uid = event.event().u32(Header.LOGINUID);
          return uid == UNSET ? null : event.accounts().userName(uid);
        });
    id(fields, "user.ruid", "Real user id.", Header.UID);
    id(fields, "user.suid", "Saved user id.", Header.SUID);
    id(fields, "user.fsuid", "User id for access to files.", Header.FSUID);
    id(fields, "group.gid", "Effective group id.", Header.EGID);
    fields.ofProcess(
        "group.name",
        "Name of the effective group.",
        event -> event.accounts().groupName(event.event().u32(Header.EGID)));
  }

  private static void id(FieldSet fields, String name, String description, int field) {
    fields.ofProcess(
        name, FieldType.NUMBER, description, event -> event.event().u32(field) & 0xffff_ffffL);
  }
}
