package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.output.AlertFormat;
import io.sentineledge.output.AlertQueue;
import io.sentineledge.output.JsonFormat;
import io.sentineledge.output.StreamSink;
import io.sentineledge.output.Terminal;
import io.sentineledge.output.TerminalFormat;
import io.sentineledge.output.TextFormat;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.sensor.Accounting;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel-edge run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Watch this machine and print alerts until told to stop; the default command.")
final class RunCommand implements Callable<Integer> {
  private static final int WAITING_ALERTS = 8192;
  private static final long WAITING_CHARS = 4 << 20;
  private static final Duration FLUSH_DEADLINE = Duration.ofMillis(800);

  @ParentCommand private @Nullable SentinelEdge parent;
  private final RunOptions options = new RunOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

  @Override
  public Integer call() throws ConfigException {
    return run(Objects.requireNonNull(parent), options);
  }

  static int run(SentinelEdge root, RunOptions options) throws ConfigException {
    if (options.checkConfig) {
      return check(root.read(), options);
    }
    Config config = root.config();
    try (SensorLoading sensor = SensorLoading.begin(config)) {
      AlertFormat format = format(options.json);
      AlertQueue alerts =
          new AlertQueue(
              List.of(new StreamSink("standard output", format, Main.stdout())),
              WAITING_ALERTS,
              WAITING_CHARS,
              Duration.ofSeconds(config.get(CoreKeys.STDOUT_FOLD)));
      Agent agent = new Agent(config, root::read, options.rules, alerts);
      if (!LoadedRules.usable(agent.loaded().diagnostics(), Severity.WARNING)) {
        return ExitCode.USAGE;
      }
      watch(agent, alerts, sensor, options.duration);
      return ExitCode.OK;
    }
  }

  /** Tells all that is wrong at once. */
  private static int check(ConfigLoader.Result read, RunOptions options) {
    read.errors().forEach(System.err::println);
    read.notices().forEach(System.err::println);
    RuleLoader.Result loaded = LoadedRules.load(read.config(), options.rules);
    boolean usable = LoadedRules.usable(loaded.diagnostics(), Severity.WARNING);
    if (!usable || !read.errors().isEmpty()) {
      return ExitCode.USAGE;
    }
    System.err.println(
        "The configuration is valid: " + loaded.rules().enabled().size() + " rules.");
    return ExitCode.OK;
  }

  private static void watch(
      Agent agent, AlertQueue alerts, SensorLoading sensor, @Nullable Duration duration) {
    StopRequest stop = StopRequest.onSignals();
    if (duration != null) {
      stop.after(duration);
    }
    alerts.start();
    long begin = System.nanoTime();
    Accounting accounting;
    try {
      accounting = agent.run(sensor, stop);
    } finally {
      alerts.close(FLUSH_DEADLINE);
    }
    System.err.print(
        Totals.text(
            accounting,
            "; %,d alerts, %,d dropped".formatted(alerts.written(), alerts.dropped()),
            Duration.ofNanos(System.nanoTime() - begin)));
    stop.done();
  }

  /** How alerts look on standard output. */
  static AlertFormat format(boolean json) {
    if (json) {
      return new JsonFormat();
    }
    Terminal terminal = Terminal.of(Terminal.STDOUT, System.getenv());
    return terminal.interactive()
        ? new TerminalFormat(terminal, ZoneId.systemDefault())
        : new TextFormat();
  }
}
