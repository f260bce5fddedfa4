package io.sentineledge.agent;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.YamlReader;
import io.sentineledge.rules.cases.CaseFile;
import io.sentineledge.rules.explain.LineExplainer;
import io.sentineledge.rules.scenario.EventDescription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events to explain a rule for: descriptions, rule tests, or lines of JSON.
 *
 * @param stories events that happen one after the other
 * @param lines that tell some fields of an event each
 */
record EventInput(List<Story> stories, List<Line> lines) {
  /** Described events, and the name of the test that they are from; empty if of none. */
  record Story(String test, List<EventDescription> events) {}

  /**
   * A line of JSON.
   *
   * @param rule that it is an alert of; null if it is none
   */
  record Line(@Nullable String rule, Mapping mapping) {}

  /** Reads a file; null, and errors reported, if it holds no event. */
  static @Nullable EventInput read(SourceFile file, Diagnostics diagnostics) {
    List<Story> stories = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<EventDescription> events = new ArrayList<>();
    for (YamlNode node : nodes(file, diagnostics)) {
      if (node instanceof Mapping mapping && LineExplainer.fields(mapping) != null) {
        lines.add(new Line(rule(mapping), mapping));
      } else if (isTests(node)) {
        CaseFile.read(file, diagnostics)
            .cases()
            .forEach(test -> stories.add(new Story(test.name(), test.events())));
      } else {
        for (YamlNode each : node instanceof Sequence list ? list.items() : List.of(node)) {
          EventDescription event = EventDescription.read(each, diagnostics);
          if (event != null) {
            events.add(event);
          }
        }
      }
    }
    if (!events.isEmpty()) {
      stories.add(new Story("", events));
    }
    if (stories.isEmpty() && lines.isEmpty() && !diagnostics.hasErrors()) {
      diagnostics.error(
          Location.of(file),
          "there is no event in it",
          null,
          "Write a description as in rule tests, or give an alert's line of JSON.");
    }
    return diagnostics.hasErrors() ? null : new EventInput(stories, lines);
  }

  private static boolean isTests(YamlNode node) {
    return node instanceof Sequence list
        && list.items().stream()
            .anyMatch(item -> item instanceof Mapping mapping && mapping.get("test") != null);
  }

  private static @Nullable String rule(Mapping line) {
    return line.get("rule") instanceof Scalar scalar ? scalar.value() : null;
  }

  /** The documents of the file; each line is one if they begin as JSON does. */
  private static List<YamlNode> nodes(SourceFile file, Diagnostics diagnostics) {
    List<String> lines = file.text().lines().filter(line -> !line.isBlank()).toList();
    boolean json = lines.size() > 1 && lines.stream().allMatch(line -> line.startsWith("{"));
    List<YamlNode> nodes = new ArrayList<>();
    for (String text : json ? lines : List.of(file.text())) {
      List<YamlNode> found =
          YamlReader.read(json ? new SourceFile(file.name(), text) : file, diagnostics);
      if (found != null) {
        nodes.addAll(found);
      }
    }
    return nodes;
  }
}
