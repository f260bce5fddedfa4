package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.output.Terminal;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.state.ProcessLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel-edge events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Show events as they happen, until told to stop.",
      "Without FILTER: the usual types, see docs/events.md; a filter may name any type."
    })
final class EventsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;

  @Option(names = "--json", description = "Print each event as one line of JSON.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description = "A condition as in a rule, such as 'evt.type=connect and proc.name=curl'.")
  private @Nullable String filter;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Show the events of a capture instead; see 'record'.")
  private @Nullable Path from;

  @Override
  public Integer call() throws ConfigException {
    Config config = Objects.requireNonNull(parent).config();
    Filter compiled = Filter.compile(filter);
    StopRequest stop = StopRequest.onSignals();
    Terminal terminal = Terminal.of(Terminal.STDOUT, System.getenv());
    EventPrinter printer =
        new EventPrinter(compiled.condition(), json, terminal, Main.result(), stop::request);
    if (from == null) {
      Watch watch =
          new Watch(
              0,
              compiled.wanted(),
              compiled.paths(),
              printer,
              ProcessLimits.DEFAULT.withImages(config.get(CoreKeys.MAX_PROCESSES)),
              printer::flush,
              Companion.NONE);
      long begin = System.nanoTime();
      Accounting accounting = watch.run(SensorLoading.begin(config), stop);
      System.err.print(Totals.text(accounting, "", Duration.ofNanos(System.nanoTime() - begin)));
    } else {
      stop.onRequest(() -> {});
      try (Replay replay = ReplayCommand.open(from)) {
        ReplayReport report = new ReplayReport(from, replay);
        replay.run(compiled.paths(), printer, stop::requested);
        printer.flush();
        System.err.print(report.text(stop.requested(), ""));
      }
    }
    stop.done();
    return ExitCode.OK;
  }
}
