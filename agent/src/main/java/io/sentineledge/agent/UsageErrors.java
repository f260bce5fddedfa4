package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.rules.NearestName;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is told when arguments make no sense: what is wrong with them, and what was meant. */
final class UsageErrors {
  private UsageErrors() {}

  /** Both lines, each with its end. */
  static String text(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return "sentinel-edge: %s%nTry '%s --help'.%n".formatted(SafeText.of(message(e)), command);
  }

  /** For a command that does nothing without one of its own. */
  static ParameterException missingCommand(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(),
        "'%s' needs one of these: %s"
            .formatted(spec.qualifiedName(), String.join(", ", spec.subcommands().keySet())));
  }

  private static String message(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? message(unmatched)
        : String.valueOf(e.getMessage());
  }

  private static String message(UnmatchedArgumentException e) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String first = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      String option = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
      Set<String> known = spec.optionsMap().keySet();
      return "unknown option '%s'. %s"
          .formatted(option, NearestName.suggestion(option, known, ""))
          .strip();
    }
    Set<String> commands = spec.subcommands().keySet();
    if (!commands.isEmpty()) {
      String otherwise = "There are " + String.join(", ", commands) + ".";
      return "there is no command '%s'. %s"
          .formatted(first, NearestName.suggestion(first, commands, otherwise));
    }
    return "'%s' is one argument too many; what holds blanks must stand in quotes".formatted(first);
  }
}
