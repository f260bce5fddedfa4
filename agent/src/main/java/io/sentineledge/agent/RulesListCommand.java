package io.sentineledge.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sentineledge.event.EventType;
import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "List the rules that would be loaded: priority, cost, whether enabled, events, file, tags.",
      "Cost: cheap; moderate where something is looked for inside texts or among all ancestors, or"
          + " many types of events are asked about; expensive with a regular expression, or where"
          + " nearly every event is asked about.",
      "On a terminal lines end where it ends; in a file or a pipe they are whole."
    })
final class RulesListCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions options = new RuleOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (default), or json: one rule a line, with its description.")
  private Format format = Format.TABLE;

  @Override
  public Integer call() throws ConfigException {
    RuleLoader.Result loaded = LoadedRules.load(Objects.requireNonNull(parent).config(), options);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.ERROR)) {
      return ExitCode.USAGE;
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<Rule> rules = loaded.rules().rules();
    if (format == Format.JSON) {
      rules.forEach(rule -> out.println(json(rule)));
    } else {
      RulesTable.print(rules, Terminal.of(Terminal.STDOUT, System.getenv()), out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String json(Rule rule) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", rule.name());
      json.writeStringField("namespace", rule.namespace().toString());
      json.writeStringField("file", rule.position().file());
      json.writeNumberField("line", rule.position().line());
      json.writeStringField("priority", rule.priority().falcoName());
      json.writeBooleanField("enabled", rule.enabled());
      json.writeStringField("cost", RuleCost.of(rule).toString());
      strings(json, "tags", rule.tags());
      strings(
          json,
          "event_types",
          rule.condition().eventTypes().stream().map(EventType::falcoName).toList());
      json.writeStringField("description", rule.description().strip());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
