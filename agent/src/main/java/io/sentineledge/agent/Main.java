package io.sentineledge.agent;

import io.sentineledge.agent.logging.LogProvider;
import io.sentineledge.kernel.KernelException;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Terminal;
import io.sentineledge.sensor.capture.CaptureException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point. Exit status: 0 done, 1 failed while running, 2 bad usage, configuration, rules. */
public final class Main {
  private static final ResultStream RESULT = new ResultStream(stdout());

  private Main() {}

  public static void main(String[] arguments) {
    LogProvider.use();
    ProcessName.set();
    SensorLoading.prepare();
    RulesLoading.prepare(arguments);
    // Whatever a library prints must not end up among the alerts
    System.setOut(System.err);
    int status;
    try {
      status = status(execute(arguments));
    } catch (Error e) {
      // Picocli hands on what is no exception; threads that are no daemons would go on alone
      status = failure(e);
    }
    System.exit(status);
  }

  /** A command whose result is lost has failed. */
  private static int status(int status) {
    if (status != ExitCode.OK || RESULT.failure().isEmpty()) {
      return status;
    }
    String reason = SafeText.of(String.valueOf(RESULT.failure().get().getMessage()));
    System.err.println("sentinel-edge: standard output can't be written: " + reason);
    return ExitCode.SOFTWARE;
  }

  private static int execute(String[] arguments) {
    return execute(
        Commands.lineFor(arguments),
        e -> execute(Commands.line(), Main::usageError, arguments),
        arguments);
  }

  /**
   * @param onUsageError what follows when the arguments make no sense
   */
  private static int execute(
      CommandLine line, ToIntFunction<ParameterException> onUsageError, String... arguments) {
    Map<String, String> environment = System.getenv();
    Ansi ansi = Terminal.of(Terminal.STDOUT, environment).colour() ? Ansi.ON : Ansi.OFF;
    return line.setOut(new PrintWriter(RESULT, true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::run)
        .setParameterExceptionHandler((e, a) -> onUsageError.applyAsInt(e))
        .setExecutionExceptionHandler((e, command, result) -> failure(e))
        .execute(arguments);
  }

  /** Standard output itself, without a buffer: for an agent, which goes on without it. */
  static OutputStream stdout() {
    return new FileOutputStream(FileDescriptor.out);
  }

  /** The same for commands that exist for what they print: they fail if it can't be written. */
  static OutputStream result() {
    return RESULT;
  }

  private static int run(ParseResult result) {
    if (result.hasSubcommand()) {
      // They would be parsed and then have no effect
      for (OptionSpec option : result.matchedOptions()) {
        if (option.scopeType() != CommandLine.ScopeType.INHERIT) {
          String command = result.subcommand().commandSpec().name();
          throw new ParameterException(
              result.commandSpec().commandLine(),
              "%s must come after the command: %s %s"
                  .formatted(option.longestName(), command, option.longestName()));
        }
      }
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int usageError(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.print(UsageErrors.text(e));
    err.flush();
    return ExitCode.USAGE;
  }

  private static int failure(Throwable failure) {
    switch (failure) {
      case ConfigException e -> {
        e.errors().forEach(System.err::println);
        return ExitCode.USAGE;
      }
      case CaptureException e ->
          System.err.println(SafeText.of("sentinel-edge: " + e.getMessage()));
      case KernelException e -> System.err.println(SafeText.of("sentinel-edge: " + e.getMessage()));
      default -> {
        System.err.println("sentinel-edge: internal error, please report it:");
        failure.printStackTrace();
      }
    }
    return ExitCode.SOFTWARE;
  }
}
