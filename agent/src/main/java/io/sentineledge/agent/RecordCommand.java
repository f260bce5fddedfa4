package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.output.SafeText;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.capture.CaptureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel-edge record}. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Write what processes on this machine do into a file, for 'replay' and 'events --from'.",
      "The file can be read by its owner alone: it holds the names and arguments of every process."
    })
final class RecordCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      description = "End after this time, such as 10s, 2m or 1h; otherwise when told to stop.")
  private @Nullable Duration duration;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = Quantities.Size.class,
      description = "End when the file is this long, such as 500M or 2G.")
  private long maxSize = Long.MAX_VALUE;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where to write; must not exist.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILTER",
      description = {
        "Which events to keep: a condition as in a rule. Without it: the usual types.",
        "Those that tell which processes there are (exec, fork, exit...) are kept always."
      })
  private @Nullable String filter;

  @Override
  public Integer call() throws ConfigException {
    Config config = Objects.requireNonNull(parent).config();
    Filter compiled = Filter.compile(filter);
    StopRequest stop = StopRequest.onSignals();
    try (Recording recording = create(compiled)) {
      long begin = System.nanoTime();
      Accounting accounting = recording.run(config.sensor(), duration, stop);
      System.err.print(
          Totals.text(
              accounting,
              "; %,d events written, %,d bytes%s"
                  .formatted(
                      recording.events(),
                      recording.bytes(),
                      recording.isFull() ? ", as long as it may be" : ""),
              Duration.ofNanos(System.nanoTime() - begin)));
    }
    stop.done();
    return ExitCode.OK;
  }

  /** A file that cannot be created is bad usage. */
  private Recording create(Filter compiled) throws ConfigException {
    try {
      return Recording.create(file, force, maxSize, compiled, filter == null ? "" : filter);
    } catch (CaptureException e) {
      throw new ConfigException(List.of(SafeText.of("sentinel-edge: " + e.getMessage())));
    }
  }
}
