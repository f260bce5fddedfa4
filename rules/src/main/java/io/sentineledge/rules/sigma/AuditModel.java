package io.sentineledge.rules.sigma;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The log of auditd, as far as its records say what events say.
 *
 * <p>EXECVE is the start of a program. PATH is a change of a file, as a watch with {@code -p wa}
 * reports it. SYSCALL is the call that the rule names; a rule that names none means the start of a
 * program, which is what is audited by default.
 */
final class AuditModel {
  private static final int ARGUMENTS = 32;

  private static final Expression CALLS = Terms.parse("syscall.type exists");

  private static final Expression CHANGES =
      Terms.parse(
          "(evt.type in (open, openat, openat2) and evt.is_open_write = true and evt.rawres >= 0)"
              + " or (evt.type in (creat, rename, renameat, renameat2, link, linkat, symlink,"
              + " symlinkat, unlink, unlinkat, rmdir, chmod, fchmod, fchmodat, fchmodat2, truncate,"
              + " ftruncate) and evt.rawres >= 0)");

  private static final Map<String, Expression> NAME_TYPES =
      Map.of(
          "create", SysmonModels.CREATIONS,
          "delete",
              Terms.parse(
                  "evt.type in (unlink, unlinkat, rmdir, rename, renameat, renameat2)"
                      + " and evt.rawres = 0"),
          "normal",
              Terms.parse(
                  "(evt.type in (open, openat, openat2) and evt.is_open_write = true"
                      + " and evt.rawres >= 0) or (evt.type in (chmod, fchmod, fchmodat, fchmodat2,"
                      + " truncate, ftruncate) and evt.rawres = 0)"));

  private static final Target CALL =
      new Target.Choice(callNames(), "the call is not observed, or it is no name of a call");

  private static final Map<String, String> PRINTED =
      Map.ofEntries(
          Map.entry("exe", "proc.exepath"),
          Map.entry("comm", "proc.name"),
          Map.entry("proctitle", "proc.argv"),
          Map.entry("cwd", "proc.cwd"),
          Map.entry("name", "evt.abspath"),
          Map.entry("syscall", "evt.type"),
          Map.entry("SYSCALL", "evt.type"),
          Map.entry("success", "evt.res"),
          Map.entry("exit", "evt.rawres"),
          Map.entry("pid", "proc.pid"),
          Map.entry("ppid", "proc.ppid"),
          Map.entry("uid", "user.ruid"),
          Map.entry("euid", "user.uid"),
          Map.entry("auid", "user.loginuid"),
          Map.entry("EUID", "user.name"),
          Map.entry("AUID", "user.loginname"));

  private AuditModel() {}

  /**
   * The model for a rule.
   *
   * @param asked the fields that the rule asks for, each with the values that it names, in small
   *     letters
   */
  static EventModel of(Map<String, Set<String>> asked) {
    Set<String> types = asked.getOrDefault("type", Set.of());
    boolean ofCall = asked.containsKey("syscall") || asked.containsKey("SYSCALL");
    boolean ofPath =
        types.contains("path") || asked.containsKey("name") || asked.containsKey("nametype");
    Expression calls = ofCall ? CALLS : SysmonModels.STARTS;
    Map<String, Target> fields = new HashMap<>();
    fields.put(
        "type",
        new Target.Choice(
            Map.of(
                "syscall", ofPath && !ofCall ? CALLS : calls,
                "execve", SysmonModels.STARTS,
                "proctitle", calls,
                "cwd", calls,
                "path", CHANGES),
            "records of this type say nothing that events say"));
    boolean raw = types.contains("syscall") && !types.contains("execve");
    for (int i = 0; i < ARGUMENTS; i++) {
      Target argument = Target.Text.of("proc.argv[" + i + "]");
      fields.put(
          "a" + i,
          raw
              ? new Target.Unsupported("raw arguments of system calls are not kept")
              : new Target.Guarded(argument, SysmonModels.STARTS));
    }
    Target names = Target.Text.ofFile("evt.abspath", "evt.abspath.dst");
    fields.put("name", new Target.Guarded(names, CHANGES));
    fields.put("nametype", new Target.Choice(NAME_TYPES, "it does not tell what was done"));
    fields.put("syscall", CALL);
    fields.put("SYSCALL", CALL);
    processes(fields);
    Expression events = ofCall || ofPath ? CALLS : SysmonModels.STARTS;
    List<Target> keywords =
        List.of(
            Target.Text.of("proc.argv", "proc.exepath", "proc.cwd"),
            new Target.Guarded(names, CHANGES));
    List<String> shown =
        ofPath
            ? List.of("syscall", "name", "exe", "proctitle", "EUID")
            : List.of("syscall", "exe", "proctitle", "cwd", "EUID");
    return new EventModel(events, fields, keywords, PRINTED, shown);
  }

  private static void processes(Map<String, Target> fields) {
    fields.put("exe", Target.Text.of("proc.exepath"));
    fields.put("comm", Target.Text.of("proc.name"));
    fields.put("cwd", Target.Text.of("proc.cwd"));
    fields.put("proctitle", Target.Text.of("proc.argv"));
    fields.put("EUID", Target.Text.of("user.name"));
    fields.put("AUID", Target.Text.of("user.loginname"));
    fields.put("uid", Target.Numeric.of("user.ruid"));
    fields.put("euid", Target.Numeric.of("user.uid"));
    fields.put("suid", Target.Numeric.of("user.suid"));
    fields.put("fsuid", Target.Numeric.of("user.fsuid"));
    fields.put("auid", Target.Numeric.of("user.loginuid"));
    fields.put("egid", Target.Numeric.of("group.gid"));
    fields.put("pid", Target.Numeric.of("proc.pid"));
    fields.put("ppid", Target.Numeric.of("proc.ppid"));
    fields.put("exit", Target.Numeric.of("evt.rawres"));
    Expression failed = Terms.parse("evt.failed = true");
    Expression succeeded = Terms.parse("evt.failed = false");
    fields.put(
        "success",
        new Target.Choice(
            Map.of("yes", succeeded, "true", succeeded, "no", failed, "false", failed),
            "it is yes or no"));
    fields.put("key", new Target.Unsupported("it is given by audit rules, which are not used"));
    fields.put("keys", new Target.Unsupported("they are given by audit rules, which are not used"));
  }

  private static Map<String, Expression> callNames() {
    Map<String, Expression> names = new HashMap<>();
    for (EventType type : EventType.values()) {
      if (type != EventType.TASK && type != EventType.COMM && type != EventType.PROCEXIT) {
        names.put(
            type.falcoName().toLowerCase(Locale.ROOT),
            Terms.parse("evt.type = " + type.falcoName()));
      }
    }
    CallNumbers.NAMES.forEach(
        (number, name) -> names.put(number, Terms.parse("evt.type = " + name)));
    return Map.copyOf(names);
  }
}
