package io.sentineledge.agent;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Terminal;
import io.sentineledge.sensor.Accounting;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
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
    description = "Show events as they happen, until told to stop.")
final class EventsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;

  @Option(names = "--json", description = "Print each event as one line of JSON.")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description = "A condition as in a rule, such as 'evt.type=connect and proc.name=curl'.")
  private @Nullable String filter;

  @Override
  public Integer call() throws ConfigException {
    Config config = Objects.requireNonNull(parent).config();
    Condition condition = null;
    Set<Text> paths = new LinkedHashSet<>();
    if (filter != null) {
      try {
        condition =
            new ConditionCompiler(paths::add).compile(ConditionParser.parse(filter, "FILTER"));
      } catch (ConditionException e) {
        System.err.println(describe(filter, e));
        return ExitCode.USAGE;
      }
    }
    StopRequest stop = StopRequest.onSignals();
    Terminal terminal = Terminal.of(Terminal.STDOUT, System.getenv());
    EventPrinter printer =
        new EventPrinter(condition, json, terminal, Main.stdout(), stop::request);
    Watch watch = new Watch(config.sensor(), 0, paths, printer, printer::flush);
    long begin = System.nanoTime();
    Accounting accounting = watch.run(stop);
    System.err.print(Totals.text(accounting, "", Duration.ofNanos(System.nanoTime() - begin)));
    stop.done();
    return ExitCode.OK;
  }

  /** What is wrong, the filter, and a line that points at the place. */
  private static String describe(String text, ConditionException e) {
    int at = Math.min(e.place().offset(), text.length());
    int end = Math.min(at + e.place().length(), text.length());
    String before = SafeText.of(text.substring(0, at));
    String suggestion = e.suggestion() == null ? "" : ". " + e.suggestion();
    return "FILTER:1:%d: error: %s%s%n  %s%n  %s%s"
        .formatted(
            text.codePointCount(0, at) + 1,
            SafeText.of(String.valueOf(e.getMessage())),
            SafeText.of(suggestion),
            before + SafeText.of(text.substring(at)),
            " ".repeat(before.length()),
            "^".repeat(Math.max(1, end - at)));
  }
}
