package io.sentineledge.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The command line. Reading the annotations of every command takes longer than all else that the
 * start does on its thread but reading rules, so only those are read that the arguments name; a
 * name that is none, and a question for help, need them all.
 */
final class Commands {
  private static final Map<String, Supplier<Object>> ALL = all();

  private Commands() {}

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("run", RunCommand::new);
    all.put("events", EventsCommand::new);
    all.put("record", RecordCommand::new);
    all.put("replay", ReplayCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("diagnose", DiagnoseCommand::new);
    all.put("cleanup", CleanupCommand::new);
    all.put("rules", RulesCommand::new);
    all.put("config", ConfigCommand::new);
    all.put("health", HealthCommand::new);
    all.put("status", StatusCommand::new);
    all.put("completion", CompletionCommand::new);
    return all;
  }

  /** With every command. */
  static CommandLine line() {
    return line(_ -> true);
  }

  /** With the commands that are among the arguments, whatever they mean there. */
  static CommandLine lineFor(String... arguments) {
    List<String> given = List.of(arguments);
    boolean help = given.stream().anyMatch(Commands::mayAskForHelp);
    return help ? line() : line(given::contains);
  }

  /** {@code --help}, {@code -h}, or that among other short options. */
  private static boolean mayAskForHelp(String argument) {
    return argument.equals("--help")
        || (argument.startsWith("-") && !argument.startsWith("--") && argument.indexOf('h') > 0);
  }

  private static CommandLine line(Predicate<String> wanted) {
    CommandLine line = new CommandLine(new SentinelEdge().spec());
    ALL.forEach((name, command) -> {
      if (wanted.test(name)) {
        line.addSubcommand(name, command.get());
      }
    });
    // An argument that names a file of further arguments would get past whoever looks at them
    return line.setExpandAtFiles(false);
  }
}
