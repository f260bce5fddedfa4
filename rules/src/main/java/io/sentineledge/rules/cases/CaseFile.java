package io.sentineledge.rules.cases;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Item;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.YamlReader;
import io.sentineledge.rules.cases.RuleCase.Expected;
import io.sentineledge.rules.scenario.EventDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule tests of one file.
 *
 * @param rules rule files that it names, relative to its folder
 * @param cases in order
 */
public record CaseFile(SourceFile file, List<Scalar> rules, List<RuleCase> cases) {
  private static final Set<String> KEYS =
      Set.of("test", "event", "events", "capture", "fires", "not_fires");
  private static final String OTHERS = "others";

  /** The lists are copied. */
  public CaseFile {
    rules = List.copyOf(rules);
    cases = List.copyOf(cases);
  }

  /** Reads a file. What is wrong is reported, and left out. */
  public static CaseFile read(SourceFile file, Diagnostics diagnostics) {
    return new Reader(diagnostics).read(file);
  }

  private static final class Reader {
    private final Diagnostics diagnostics;
    private final List<Scalar> rules = new ArrayList<>();
    private final List<RuleCase> cases = new ArrayList<>();

    Reader(Diagnostics diagnostics) {
      this.diagnostics = diagnostics;
    }

    CaseFile read(SourceFile file) {
      List<YamlNode> documents = YamlReader.read(file, diagnostics);
      if (documents != null) {
        documents.forEach(this::document);
      }
      return new CaseFile(file, rules, cases);
    }

    private void document(YamlNode document) {
      if (!(document instanceof Sequence sequence)) {
        diagnostics.error(
            document.location(),
            "a file of rule tests must be a sequence, not " + document.kind(),
            null,
            "Begin each test with '- test:'.");
        return;
      }
      for (YamlNode node : sequence.items()) {
        if (node instanceof Mapping mapping) {
          object(mapping);
        } else {
          diagnostics.error(
              node.location(),
              "a rule test must be a mapping, not " + node.kind(),
              null,
              "Begin it with 'test:'.");
        }
      }
    }

    private void object(Mapping mapping) {
      Item item = new Item("the object", mapping, diagnostics);
      if (item.has("rules")) {
        item.warnUnknownKeys(Set.of("rules"));
        rules.addAll(names(item, "rules"));
        return;
      }
      item.require(List.of("test"));
      Scalar name = item.text("test");
      if (name == null) {
        return;
      }
      Item test = item.named("test '" + name.value() + "'");
      test.warnUnknownKeys(KEYS);
      test(name, test);
    }

    private void test(Scalar name, Item test) {
      List<EventDescription> events = events(test);
      Scalar capture = test.text("capture");
      boolean others = test.get("not_fires") instanceof Scalar all && all.value().equals(OTHERS);
      List<Expected> fires = expected(test, "fires");
      List<Expected> silent = others ? List.of() : expected(test, "not_fires");
      if (fires.isEmpty() && silent.isEmpty() && !others) {
        test.error(
            name.location(),
            "test '" + name.value() + "' expects nothing",
            null,
            "Add 'fires:' or 'not_fires:' with the names of rules.");
      }
      if (test.valid() && events != null) {
        String file = capture == null ? null : capture.value();
        cases.add(new RuleCase(name.value(), name.location(), events, file, fires, silent, others));
      }
    }

    /** The events; null if one is wrong, or there is none and no capture either. */
    private @Nullable List<EventDescription> events(Item test) {
      int given = 0;
      for (String key : List.of("event", "events", "capture")) {
        given += test.has(key) ? 1 : 0;
      }
      if (given != 1) {
        test.error(
            test.location(),
            given == 0 ? "the test has no event" : "the test has events of several kinds",
            null,
            "Give one of 'event:', 'events:' and 'capture:'.");
        return null;
      }
      List<YamlNode> nodes = new ArrayList<>();
      YamlNode several = test.get("events");
      YamlNode one = test.get("event");
      if (one != null) {
        nodes.add(one);
      } else if (several instanceof Sequence sequence) {
        nodes.addAll(sequence.items());
      } else if (several != null) {
        test.wrongType("events", several, "a sequence", "Begin each with '- evt.type:'.");
      }
      List<EventDescription> events = new ArrayList<>();
      boolean valid = true;
      for (YamlNode node : nodes) {
        EventDescription event = EventDescription.read(node, diagnostics);
        valid &= event != null;
        if (event != null) {
          events.add(event);
        }
      }
      return valid ? events : null;
    }

    private List<Expected> expected(Item test, String key) {
      return names(test, key).stream()
          .map(name -> new Expected(name.value(), name.location()))
          .toList();
    }

    /** One name or several. */
    private static List<Scalar> names(Item item, String key) {
      if (item.get(key) instanceof Scalar) {
        Scalar one = item.text(key);
        return one == null ? List.of() : List.of(one);
      }
      List<Scalar> several = item.texts(key);
      return several == null ? List.of() : several;
    }
  }

  /** Where the file as a whole is reported. */
  public Location location() {
    return Location.of(file);
  }
}
