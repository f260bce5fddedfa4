package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Sighting;
import io.sentineledge.output.StreamSink;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.sensor.capture.CaptureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel-edge replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Evaluate rules on the events that 'record' captured, as fast as they can be read.",
      "Alerts are those of the recorded machine, at the time of the recording. Needs no privilege."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayCommand.class);

  @ParentCommand private @Nullable SentinelEdge parent;
  private final RuleOptions rules = new RuleOptions();
  @Mixin final CommandSpec rulesSpec = rules.spec();

  @Option(names = "--json", description = "Print each alert as one line of JSON.")
  private boolean json;

  @Parameters(paramLabel = "FILE", description = "A capture.")
  private Path file = Path.of("");

  /** Writes alerts on the reader's thread: here detection may wait, and none is dropped. */
  private static final class Writing implements AlertHandler {
    private final StreamSink sink;
    private final StopRequest stop;
    private long alerts;
    private boolean failed;

    Writing(StreamSink sink, StopRequest stop) {
      this.sink = sink;
      this.stop = stop;
    }

    @Override
    public void alert(Alert alert) {
      if (!failed) {
        try {
          sink.write(Sighting.of(alert));
          alerts++;
        } catch (IOException e) {
          failed = true;
          stop.request();
        }
      }
    }

    @Override
    public void failed(Rule rule, Throwable failed) {
      LOG.error("Internal error in rule \"{}\"; the other rules go on", rule.name(), failed);
    }
  }

  /** Opens a capture that the command line names; what cannot be replayed is bad usage. */
  static Replay open(Path capture) throws ConfigException {
    try {
      return Replay.open(capture);
    } catch (CaptureException e) {
      throw new ConfigException(List.of(SafeText.of("sentinel-edge: " + e.getMessage())));
    }
  }

  @Override
  public Integer call() throws ConfigException {
    Config config = Objects.requireNonNull(parent).config();
    RuleLoader.Result loaded = LoadedRules.load(config, rules);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.WARNING)) {
      return ExitCode.USAGE;
    }
    StopRequest stop = StopRequest.onSignals();
    stop.onRequest(() -> {});
    try (Replay replay = open(file)) {
      Writing alerts =
          new Writing(
              new StreamSink("standard output", RunCommand.format(json), Main.result()), stop);
      Matching matching = config.allMatches() ? Matching.ALL : Matching.FIRST;
      Engine engine = new Engine(loaded.rules(), matching, alerts);
      ReplayReport report = new ReplayReport(file, replay);
      replay.run(loaded.rules().paths(), engine::evaluate, stop::requested);
      String counted = "%,d alert%s, ".formatted(alerts.alerts, alerts.alerts == 1 ? "" : "s");
      System.err.print(report.text(stop.requested(), counted));
      stop.done();
      return ExitCode.OK;
    }
  }
}
