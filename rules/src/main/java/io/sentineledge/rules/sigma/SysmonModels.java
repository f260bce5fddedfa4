package io.sentineledge.rules.sigma;

import io.sentineledge.filter.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log sources whose fields are those of Sysmon: they exist here as they are meant. */
final class SysmonModels {
  private static final String HASHES = "files are not hashed";
  private static final String WINDOWS = "it is a property of Windows";
  private static final String IDS = "identifiers of Sysmon do not exist here";

  private static final Map<String, String> PRINTED =
      Map.ofEntries(
          Map.entry("Image", "proc.exepath"),
          Map.entry("CommandLine", "proc.argv"),
          Map.entry("ParentImage", "proc.pexepath"),
          Map.entry("ParentCommandLine", "proc.pargv"),
          Map.entry("CurrentDirectory", "proc.cwd"),
          Map.entry("User", "user.name"),
          Map.entry("LogonId", "user.ruid"),
          Map.entry("ProcessId", "proc.pid"),
          Map.entry("ParentProcessId", "proc.ppid"),
          Map.entry("TargetFilename", "fs.path.new"),
          Map.entry("Protocol", "fd.l4proto"),
          Map.entry("SourceIp", "fd.cip"),
          Map.entry("SourcePort", "fd.cport"),
          Map.entry("DestinationIp", "fd.sip"),
          Map.entry("DestinationPort", "fd.sport"));

  /** The start of a program. */
  static final Expression STARTS = Terms.parse("evt.type in (execve, execveat) and evt.rawres = 0");

  /** A plain file is created or emptied, or a name is given to a file. */
  static final Expression CREATIONS =
      Terms.parse(
          "(evt.type in (open, openat, openat2) and evt.rawres >= 0 and file.type = regular"
              + " and (evt.arg.flags contains O_CREAT or evt.arg.flags contains O_TRUNC))"
              + " or (evt.type = creat and evt.rawres >= 0 and file.type = regular)"
              + " or (evt.type in (rename, renameat, renameat2, link, linkat, symlink, symlinkat)"
              + " and evt.rawres = 0)");

  private static final Expression CONNECTIONS =
      Terms.parse(
          "(evt.type = connect and fd.sockfamily = ip"
              + " and (evt.rawres >= 0 or evt.res = EINPROGRESS))"
              + " or (evt.type in (accept, accept4) and fd.sockfamily = ip and evt.rawres >= 0)");

  /** {@code category: process_creation}. */
  static final EventModel PROCESS_CREATION = processCreation();

  /** {@code category: file_event}. */
  static final EventModel FILE_EVENT = fileEvent();

  /** {@code category: network_connection}. */
  static final EventModel NETWORK_CONNECTION = networkConnection();

  private SysmonModels() {}

  private static EventModel processCreation() {
    Map<String, Target> fields = processes("1", STARTS);
    List<String> shown = List.of("CommandLine", "Image", "ParentImage", "User");
    List<Target> keywords =
        List.of(
            Target.Text.of(
                "proc.argv",
                "proc.exepath",
                "proc.pargv",
                "proc.pexepath",
                "proc.cwd",
                "user.name"));
    return new EventModel(STARTS, fields, keywords, PRINTED, shown);
  }

  private static EventModel fileEvent() {
    Map<String, Target> fields = processes("11", CREATIONS);
    fields.put("TargetFilename", Target.Text.ofFile("fs.path.new"));
    List<String> shown = List.of("TargetFilename", "Image", "CommandLine", "User");
    List<Target> keywords = List.of(Target.Text.of("fs.path.new", "proc.exepath", "user.name"));
    return new EventModel(CREATIONS, fields, keywords, PRINTED, shown);
  }

  private static EventModel networkConnection() {
    Map<String, Target> fields = processes("3", CONNECTIONS);
    fields.put("Protocol", Target.Text.of("fd.l4proto"));
    fields.put("SourceIp", Target.Address.of("fd.cip", "fd.cnet"));
    fields.put("SourcePort", Target.Numeric.of("fd.cport"));
    fields.put("DestinationIp", Target.Address.of("fd.sip", "fd.snet"));
    fields.put("DestinationPort", Target.Numeric.of("fd.sport"));
    fields.put("SourceHostname", Target.Text.of("fd.cip.name"));
    fields.put("DestinationHostname", Target.Text.of("fd.sip.name"));
    fields.put(
        "Initiated",
        new Target.Choice(
            Map.of(
                "true", Terms.parse("evt.type = connect"),
                "false", Terms.parse("evt.type in (accept, accept4)")),
            "it is true or false"));
    List<String> shown =
        List.of("DestinationIp", "DestinationPort", "SourceIp", "SourcePort", "Image", "User");
    List<Target> keywords =
        List.of(
            Target.Text.of("proc.exepath", "user.name", "fd.l4proto"),
            Target.Address.of("fd.sip", "fd.snet"),
            Target.Address.of("fd.cip", "fd.cnet"));
    return new EventModel(CONNECTIONS, fields, keywords, PRINTED, shown);
  }

  /**
   * What is known of the process, whatever it does.
   *
   * @param id by which Sysmon logs the events
   */
  private static Map<String, Target> processes(String id, Expression events) {
    Map<String, Target> fields = new HashMap<>();
    fields.put(
        "EventID",
        new Target.Choice(Map.of(id, events), "Sysmon gives events of this log source " + id));
    fields.put("Image", Target.Text.withAlias("proc.exepath", "proc.asked"));
    fields.put("CommandLine", Target.Text.of("proc.argv"));
    fields.put("ParentImage", Target.Text.of("proc.pexepath"));
    fields.put("ParentCommandLine", Target.Text.of("proc.pargv"));
    fields.put("CurrentDirectory", Target.Text.of("proc.cwd"));
    fields.put("User", Target.Text.of("user.name"));
    fields.put("LogonId", Target.Numeric.of("user.ruid"));
    fields.put("ProcessId", Target.Numeric.of("proc.pid"));
    fields.put("ParentProcessId", Target.Numeric.of("proc.ppid"));
    for (String name : List.of("md5", "sha1", "sha256", "imphash", "Hashes", "Imphash")) {
      fields.put(name, new Target.Unsupported(HASHES));
    }
    for (String name :
        List.of(
            "OriginalFileName",
            "Description",
            "Product",
            "Company",
            "FileVersion",
            "IntegrityLevel")) {
      fields.put(name, new Target.Unsupported(WINDOWS));
    }
    for (String name : List.of("ProcessGuid", "ParentProcessGuid", "LogonGuid")) {
      fields.put(name, new Target.Unsupported(IDS));
    }
    fields.put("ParentUser", new Target.Unsupported("the user of the parent is not kept"));
    fields.put("TerminalSessionId", new Target.Unsupported("audit sessions are not kept"));
    return fields;
  }
}
