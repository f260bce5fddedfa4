package io.sentineledge.rules.scenario;

import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.filter.Names;
import io.sentineledge.filter.field.NamedNumbers;
import io.sentineledge.rules.scenario.ProcessFacts.End;
import io.sentineledge.rules.scenario.ProcessFacts.Program;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import io.sentineledge.rules.scenario.Value.NamesOfBits;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** {@code proc.*} and {@code thread.*}: the process, its ancestors, and the target of ptrace. */
final class ProcessSetters {
  private static final long MOST_PID = Integer.MAX_VALUE;
  private static final int MOST_ANCESTORS = 100;

  /** {@code enum se_fd_kind} of bpf/include/event.h. */
  private static final List<String> DESCRIPTORS =
      List.of(
          "closed", "file", "dir", "pipe", "tty", "null", "char", "block", "unix", "ipv4", "ipv6",
          "socket", "other");

  private ProcessSetters() {}

  /** Sets a fact of one process. */
  private interface Of {
    void set(ProcessFacts process, Value value) throws BadValue;
  }

  static void define(Map<String, Setter> setters) {
    property(setters, "name", "aname", (p, value) -> p.program().name = value);
    property(setters, "exe", "aexe", (p, value) -> p.program().exe = value);
    property(setters, "exepath", "aexepath", (p, value) -> p.program().exePath = value);
    property(setters, "cmdline", "acmdline", (p, value) -> p.program().commandLine = value);
    property(setters, "script", "ascript", (p, value) -> p.program().script = value);
    property(setters, "pid", "apid", (p, value) -> header(p, Header.PID, value));
    setters.put("proc.pname", parent((p, value) -> p.program().name = value));
    setters.put("proc.pexe", parent((p, value) -> p.program().exe = value));
    setters.put("proc.pexepath", parent((p, value) -> p.program().exePath = value));
    setters.put("proc.pcmdline", parent((p, value) -> p.program().commandLine = value));
    setters.put("proc.ppid", parent((p, value) -> header(p, Header.PID, value)));
    setters.put("proc.pvpid", parent((p, value) -> header(p, Header.VPID, value)));
    setters.put("proc.ppid.duration", parent((p, value) -> p.duration = value.span()));
    own(setters, "proc.args", (p, value) -> p.program().args = value);
    own(setters, "proc.asked", (p, value) -> p.program().asked = value);
    own(setters, "proc.cwd", (p, value) -> p.cwd = value.text());
    environment(setters);
    numbers(setters);
    executable(setters);
    descriptors(setters);
    threads(setters);
    target(setters, "target.pid", (p, value) -> header(p, Header.PID, value));
    target(setters, "target.name", (p, value) -> p.program().name = value);
    target(setters, "target.exepath", (p, value) -> p.program().exePath = value);
    target(setters, "target.cmdline", (p, value) -> p.program().commandLine = value);
    setters.put("target.is_agent", (f, argument, value) -> f.ofAgent = value.flag());
    setters.put(
        "target.is_own",
        (f, argument, value) -> {
          f.targetProcess();
          f.targetIsOwn = value.flag();
        });
  }

  /** A property of the process, and of an ancestor by its number. */
  private static void property(
      Map<String, Setter> setters, String name, String ofAncestors, Of property) {
    own(setters, "proc." + name, property);
    setters.put(
        "proc." + ofAncestors,
        (f, argument, value) -> {
          if (argument.isEmpty()) {
            List<String> all = value.words();
            for (int i = 0; i < all.size(); i++) {
              property.set(f.ancestor(i + 1), value.with(all.get(i)));
            }
          } else {
            property.set(f.ancestor(value.with(argument).number(MOST_ANCESTORS)), value);
          }
        });
  }

  private static void own(Map<String, Setter> setters, String name, Of property) {
    setters.put(name, (f, argument, value) -> property.set(f.process(), value));
  }

  private static Setter parent(Of property) {
    return (f, argument, value) -> property.set(f.ancestor(1), value);
  }

  private static void target(Map<String, Setter> setters, String name, Of property) {
    setters.put(name, (f, argument, value) -> property.set(f.targetProcess(), value));
  }

  private static void header(ProcessFacts process, int field, Value value) throws BadValue {
    process.header.put(field, (long) value.number(MOST_PID));
  }

  private static void environment(Map<String, Setter> setters) {
    setters.put("proc.env", environment(0));
    setters.put(
        "proc.aenv",
        (f, argument, value) -> {
          if (argument.isEmpty() || !Character.isDigit(argument.charAt(0))) {
            environment(1).set(f, argument, value);
          } else {
            int depth = value.with(argument).number(MOST_ANCESTORS);
            environment(depth).set(f, "", value);
          }
        });
  }

  private static Setter environment(int depth) {
    return (f, argument, value) -> {
      List<String> environment = f.ancestor(depth).program().environment;
      if (argument.isEmpty()) {
        environment.addAll(value.words());
      } else {
        environment.add(argument + "=" + value.text());
      }
    };
  }

  private static void numbers(Map<String, Setter> setters) {
    own(setters, "proc.vpid", (p, value) -> header(p, Header.VPID, value));
    own(setters, "proc.sid", (p, value) -> header(p, Header.SID, value));
    own(setters, "proc.pgid", (p, value) -> header(p, Header.PGID, value));
    own(setters, "proc.tty", (p, value) -> header(p, Header.TTY, value));
    own(setters, "proc.duration", (p, value) -> p.duration = value.span());
    own(setters, "proc.pid.ts", (p, value) -> p.start = value.time());
  }

  private static void executable(Map<String, Setter> setters) {
    own(setters, "proc.is_exe_writable", (p, value) -> p.program().writable = value.flag());
    own(setters, "proc.is_exe_upper_layer", (p, value) -> p.program().upperLayer = value.flag());
    own(setters, "proc.is_exe_from_memfd", (p, value) -> p.program().memfd = value.flag());
    own(setters, "proc.is_exe_unlinked", (p, value) -> p.program().unlinked = value.flag());
    own(setters, "proc.exe_ino", (p, value) -> p.program().inode = value.number());
    own(setters, "proc.exe_ino.ctime", (p, value) -> p.program().ctime = value.time());
    own(setters, "proc.exe_ino.mtime", (p, value) -> p.program().mtime = value.time());
  }

  private static void descriptors(Map<String, Setter> setters) {
    String[] names = {"proc.stdin.type", "proc.stdout.type", "proc.stderr.type"};
    for (int i = 0; i < names.length; i++) {
      int descriptor = i;
      own(
          setters,
          names[i],
          (p, value) -> {
            Program program = p.program();
            program.stdio[descriptor] = value.word(DESCRIPTORS);
          });
    }
    own(setters, "proc.stdio.remote", (p, value) -> p.program().remote = End.of(value));
  }

  private static void threads(Map<String, Setter> setters) {
    own(setters, "thread.tid", (p, value) -> header(p, Header.TID, value));
    own(setters, "thread.vtid", (p, value) -> header(p, Header.VTID, value));
    own(setters, "thread.name", (p, value) -> p.threadName = value.text());
    own(setters, "thread.cap_permitted", capabilities(Header.CAP_PERMITTED));
    own(setters, "thread.cap_effective", capabilities(Header.CAP_EFFECTIVE));
  }

  private static Of capabilities(int field) {
    return (p, value) -> p.header.put(field, value.flags(names(NamedNumbers.CAPABILITIES)));
  }

  /** Names of bits, and the nearest of them. */
  static NamesOfBits names(NamedNumbers named) {
    return new NamesOfBits() {
      @Override
      public OptionalLong value(String name) {
        return named.value(name);
      }

      @Override
      public String suggestion(String name) {
        List<String> near = Names.nearest(name, named.names());
        return near.isEmpty()
            ? "Write a number, or names such as " + named.names().getFirst() + "."
            : "Did you mean " + String.join(", ", near) + "?";
      }
    };
  }
}
