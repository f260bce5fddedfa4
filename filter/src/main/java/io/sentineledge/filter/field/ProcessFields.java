package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.DURATION;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.TEXT;
import static io.sentineledge.filter.field.FieldType.TIME;
import static io.sentineledge.filter.field.Lineage.ancestor;
import static io.sentineledge.filter.field.Lineage.known;
import static io.sentineledge.filter.field.Lineage.process;
import static io.sentineledge.filter.field.Lineage.processNumber;

import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.Field.Argument;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code proc.*}: the process that caused the event, and its ancestors. */
final class ProcessFields {
  private static final long MISSING = NumberSource.MISSING;

  private ProcessFields() {}

  static void define(FieldSet fields) {
    names(fields);
    ancestors(fields);
    CreatorFields.define(fields);
    arguments(fields);
    numbers(fields);
    times(fields);
    ExecutableFields.define(fields);
    ThreadFields.define(fields);
  }

  private static void names(FieldSet fields) {
    fields.text(
        "proc.name",
        "Name that the kernel gave the process at exec: the executable's, cut at 15 bytes. What the"
            + " process calls itself later is thread.name.",
        process(ImageText.NAME));
    fields.text("proc.pname", "proc.name of the parent.", ancestor(1, ImageText.NAME));
    fields.text("proc.exe", "First argument, argv[0].", process(ImageText.EXE));
    fields.text("proc.pexe", "proc.exe of the parent.", ancestor(1, ImageText.EXE));
    fields.text(
        "proc.exepath",
        "Path of the executable file; for a script, of its interpreter.",
        process(ImageText.EXE_PATH));
    fields.text("proc.pexepath", "proc.exepath of the parent.", ancestor(1, ImageText.EXE_PATH));
    fields.text(
        "proc.asked",
        "Path that was asked to be executed, in the root of the process, without dots: for a"
            + " script, the script. It can be another name of the file: do not exclude by it.",
        process(ImageText.ASKED));
    fields.text(
        "proc.script",
        "Of a script, its path. No value where another file can bear that name: in another root, in"
            + " mounts of the user's own, or by a name with \"..\".",
        process(ImageText.SCRIPT));
    fields.text("proc.cwd", "Working directory.", process(p -> known(p.cwd)));
    leader(fields, "proc.sname", "proc.name", "session leader", true, ImageText.NAME);
    leader(fields, "proc.sid.exe", "proc.exe", "session leader", true, ImageText.EXE);
    leader(fields, "proc.sid.exepath", "proc.exepath", "session leader", true, ImageText.EXE_PATH);
    groupLeader(fields, "proc.vpgid");
    groupLeader(fields, "proc.pgid");
  }

  private static void groupLeader(FieldSet fields, String group) {
    String leader = "process group leader";
    leader(fields, group + ".name", "proc.name", leader, false, ImageText.NAME);
    leader(fields, group + ".exe", "proc.exe", leader, false, ImageText.EXE);
    leader(fields, group + ".exepath", "proc.exepath", leader, false, ImageText.EXE_PATH);
  }

  private static void leader(
      FieldSet fields,
      String name,
      String of,
      String leader,
      boolean session,
      AncestorTexts property) {
    fields.text(
        name,
        of + " of the " + leader + ": the eldest ancestor in it.",
        event -> {
          ProcessImage image = event.process();
          if (image == null) {
            return null;
          }
          return property.of(
              session
                  ? Lineage.eldestInSession(event, image)
                  : Lineage.eldestInGroup(event, image));
        });
  }

  private static void ancestors(FieldSet fields) {
    lineage(fields, "proc.aname", "proc.name", ImageText.NAME);
    lineage(fields, "proc.aexe", "proc.exe", ImageText.EXE);
    lineage(fields, "proc.aexepath", "proc.exepath", ImageText.EXE_PATH);
    lineage(fields, "proc.ascript", "proc.script", ImageText.SCRIPT);
    lineage(fields, "proc.aargs", "proc.args", ImageText.ARGUMENTS);
    lineage(fields, "proc.acmdline", "proc.cmdline", ImageText.COMMAND_LINE);
    fields.add(
        "proc.apid",
        NUMBER,
        Argument.OPTIONAL_INDEX,
        ancestorText("proc.pid"),
        (type, argument) -> {
          AncestorNumbers pid = p -> p.pid;
          return argument == null ? pid : Lineage.ancestorNumber(Integer.parseInt(argument), pid);
        });
  }

  private static void lineage(FieldSet fields, String name, String of, AncestorTexts property) {
    fields.add(
        name,
        TEXT,
        Argument.OPTIONAL_INDEX,
        ancestorText(of),
        (type, argument) ->
            argument == null ? property : ancestor(Integer.parseInt(argument), property));
  }

  private static String ancestorText(String of) {
    return of
        + " of an ancestor: [1] is the parent, [0] the process itself. Without a number, of all"
        + " ancestors: a comparison is true if it is true for one of them.";
  }

  private static void arguments(FieldSet fields) {
    fields.add(
        "proc.args",
        TEXT,
        Argument.OPTIONAL_INDEX,
        "Arguments after argv[0], joined by blanks; with a number, that one, the first after argv[0]"
            + " being [0].",
        (type, argument) ->
            process(
                argument == null
                    ? ImageText.ARGUMENTS
                    : Arguments.numbered(Integer.parseInt(argument) + 1)));
    fields.text(
        "proc.cmdline",
        "proc.name and proc.args, joined by a blank.",
        process(ImageText.COMMAND_LINE));
    fields.text(
        "proc.pcmdline", "proc.cmdline of the parent.", ancestor(1, ImageText.COMMAND_LINE));
    fields.ownText(
        "proc.exeline",
        "proc.exe and proc.args, joined by a blank.",
        () -> {
          TextBuffer buffer = new TextBuffer();
          return process(p -> buffer.clear().append(p.exe).append(' ').append(p.args()).text());
        });
    fields.add(
        "proc.argv",
        TEXT,
        Argument.OPTIONAL_INDEX,
        "All arguments, argv[0] included, joined by blanks; with a number, that one, argv[0] being"
            + " [0].",
        (type, argument) ->
            process(
                argument == null
                    ? Arguments.joined()
                    : Arguments.numbered(Integer.parseInt(argument))));
    fields.ownText("proc.pargv", "proc.argv of the parent.", () -> ancestor(1, Arguments.joined()));
    fields.number(
        "proc.cmdnargs",
        "Number of arguments after argv[0].",
        processNumber(p -> Math.max(0, count(p.argv()) - 1)));
    fields.number(
        "proc.cmdlenargs",
        "Bytes of the arguments after argv[0], without the blanks between them.",
        processNumber(p -> p.args().length() - Math.max(0, count(p.argv()) - 2)));
    fields.add(
        "proc.env",
        TEXT,
        Argument.OPTIONAL_NAME,
        "Environment, joined by blanks; with a name, the value of that variable. Only where the"
            + " environment is captured.",
        (type, argument) ->
            process(argument == null ? Environment.joined() : Environment.variable(argument)));
    fields.add(
        "proc.aenv",
        TEXT,
        Argument.OPTIONAL_NAME,
        "proc.env of the ancestors; with a number, of that ancestor; with a name, the value of that"
            + " variable in the nearest ancestor that has it.",
        (type, argument) -> ancestorEnvironment(argument));
  }

  private static Source ancestorEnvironment(@Nullable String argument) {
    if (argument == null) {
      return Environment.joined();
    }
    if (FieldUse.isIndex(argument)) {
      return ancestor(Integer.parseInt(argument), Environment.joined());
    }
    AncestorTexts variable = Environment.variable(argument);
    TextSource nearest =
        event -> {
          ProcessImage image = event.parent();
          Text value = null;
          for (int i = 2; image != null && value == null; i++) {
            value = variable.of(image);
            image = event.ancestor(i);
          }
          return value;
        };
    return nearest;
  }

  /** Texts in a list of texts that each end in a zero byte. */
  private static int count(Text list) {
    int count = 0;
    for (int i = 0; i < list.length(); i++) {
      count += list.at(i) == 0 ? 1 : 0;
    }
    return count;
  }

  private static void numbers(FieldSet fields) {
    header(fields, "proc.pid", "Process id in the initial pid namespace.", Header.PID);
    header(fields, "proc.ppid", "Process id of the parent.", Header.PPID);
    header(fields, "proc.vpid", "Process id in the process's own pid namespace.", Header.VPID);
    header(fields, "proc.sid", "Session id in the initial pid namespace.", Header.SID);
    header(fields, "proc.pgid", "Process group id in the initial pid namespace.", Header.PGID);
    header(
        fields, "proc.tty", "Device number of the controlling terminal, 0 for none.", Header.TTY);
    fields.number("proc.pvpid", "proc.vpid of the parent.", Lineage.ancestorNumber(1, p -> p.vpid));
    fields.ofProcess(
        "proc.vpgid",
        NUMBER,
        "Process group id in the process's own pid namespace; known for group leaders and in the"
            + " initial namespace.",
        e -> {
          int group = e.event().u32(Header.PGID);
          int virtual = e.event().u32(Header.VPID);
          return e.event().pid() == virtual ? group : e.event().pid() == group ? virtual : MISSING;
        });
    for (String name : List.of("proc.is_vpgid_leader", "proc.is_pgid_leader")) {
      fields.ofProcess(
          name,
          BOOL,
          "Whether the process leads its process group.",
          e -> e.event().u32(Header.PGID) == e.event().pid() ? 1 : 0);
    }
    fields.ofProcess(
        "proc.is_sid_leader",
        BOOL,
        "Whether the process leads its session.",
        e -> e.event().u32(Header.SID) == e.event().pid() ? 1 : 0);
    fields.number(
        "proc.loginshellid",
        "Process id of the eldest shell among the process and its ancestors: a name that ends in"
            + " \"sh\".",
        ProcessFields::loginShell);
  }

  static void header(FieldSet fields, String name, String description, int field) {
    fields.ofProcess(name, NUMBER, description, e -> e.event().u32(field));
  }

  private static long loginShell(EventContext event) {
    long shell = MISSING;
    ProcessImage p = event.process();
    for (int i = 1; p != null; i++) {
      int length = p.name.length();
      if (length >= 2 && p.name.at(length - 2) == 's' && p.name.at(length - 1) == 'h') {
        shell = p.pid;
      }
      p = event.ancestor(i);
    }
    return shell;
  }

  private static void times(FieldSet fields) {
    fields.number(
        "proc.duration",
        DURATION,
        "Time since the process was started (not since its last exec).",
        e -> e.event().time() - e.event().start());
    fields.number(
        "proc.ppid.duration",
        DURATION,
        "proc.duration of the parent.",
        e -> {
          ProcessImage parent = e.parent();
          return parent == null ? MISSING : e.event().time() - parent.start;
        });
    fields.number(
        "proc.pid.ts", TIME, "Start of the process.", e -> e.event().start() + e.bootTime());
    fields.number(
        "proc.ppid.ts",
        TIME,
        "Start of the parent.",
        e -> {
          ProcessImage parent = e.parent();
          return parent == null ? MISSING : parent.start + e.bootTime();
        });
  }
}
