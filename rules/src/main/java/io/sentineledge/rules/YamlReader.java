package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns the text of a file into nodes with positions. Depth, number of nodes and the nodes that
 * aliases stand for are bounded, so that no file costs more than its size lets one expect.
 */
public final class YamlReader {
  /** A rule file needs seven levels. */
  static final int MAX_DEPTH = 64;

  /** Nodes of a file, with those behind an alias counted at each use. */
  static final int MAX_NODES = 500_000;

  private static final String SYNTAX_ADVICE =
      "Check the indentation, and quote text that holds ': ' or ' #' or begins with a special"
          + " character.";

  private static final String ESCAPE_ADVICE = "Complete the text and close its quotes.";

  private final SourceFile file;
  private final List<YamlNode> documents = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;

  /** End of the latest event. */
  private int last;

  /** A node and how many nodes it stands for. */
  private record Anchored(YamlNode node, int size) {}

  /** A collection that has not ended. */
  private static final class Frame {
    final boolean mapping;
    final int start;
    final @Nullable Anchor anchor;
    final int nodesBefore;
    final List<YamlNode> items = new ArrayList<>();
    final List<Entry> entries = new ArrayList<>();
    final Map<String, Scalar> keys = new HashMap<>();
    @Nullable Scalar key;

    Frame(boolean mapping, int start, @Nullable Anchor anchor, int nodesBefore) {
      this.mapping = mapping;
      this.start = start;
      this.anchor = anchor;
      this.nodesBefore = nodesBefore;
    }
  }

  /** What makes the whole file unusable. */
  private static final class Malformed extends Exception {
    final transient Location location;
    final @Nullable String suggestion;

    Malformed(Location location, String message, @Nullable String suggestion) {
      super(message);
      this.location = location;
      this.suggestion = suggestion;
    }
  }

  private YamlReader(SourceFile file) {
    this.file = file;
  }

  /** The roots of the file's documents; null, and an error reported, if it is no YAML. */
  public static @Nullable List<YamlNode> read(SourceFile file, Diagnostics diagnostics) {
    YamlReader reader = new YamlReader(file);
    try {
      reader.parse();
      return reader.documents;
    } catch (Malformed e) {
      diagnostics.error(e.location, String.valueOf(e.getMessage()), null, e.suggestion);
      return null;
    }
  }

  private void parse() throws Malformed {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.name())
            .setCodePointLimit(SourceReader.MAX_BYTES)
            // The whole text at once: a window would be copied for each part of a long scalar.
            .setBufferSize(file.text().length() + 1)
            .build();
    try {
      for (Event event : new Parse(settings).parseString(file.text())) {
        accept(event);
        last = offset(event.getEndMark());
      }
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().or(e::getContextMark).map(this::offset).orElse(0);
      throw new Malformed(new Location(file, at, at), message(e), SYNTAX_ADVICE);
    } catch (YamlEngineException e) {
      throw new Malformed(behindLast(), "malformed YAML: " + e.getMessage(), SYNTAX_ADVICE);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // What the library throws where a file ends in an escape.
      throw new Malformed(
          behindLast(), "malformed YAML: the file ends in an escape", ESCAPE_ADVICE);
    }
  }

  /** Behind what was understood last. */
  private Location behindLast() {
    return new Location(file, last, last);
  }

  private String message(MarkedYamlEngineException e) {
    String context = "";
    if (e.getContext() != null) {
      context =
          e.getContextMark()
              .map(mark -> " (" + e.getContext() + " in line " + (mark.getLine() + 1) + ")")
              .orElse(" (" + e.getContext() + ")");
    }
    return ("malformed YAML: " + e.getProblem() + context)
        .replace('\n', ' ')
        .replace("<block end>", "the end of the block")
        .replace("'<block mapping start>'", "a key")
        .replace("'<block sequence start>'", "'-'");
  }

  private void accept(Event event) throws Malformed {
    switch (event.getEventId()) {
      case MappingStart -> start(true, (NodeEvent) event);
      case SequenceStart -> start(false, (NodeEvent) event);
      case MappingEnd, SequenceEnd -> end(offset(event.getEndMark()));
      case Scalar -> {
        Scalar scalar = scalar((ScalarEvent) event);
        count(scalar.location(), 1);
        anchor(((NodeEvent) event).getAnchor().orElse(null), scalar, 1);
        add(scalar);
      }
      case Alias -> alias((AliasEvent) event);
      case DocumentStart -> anchors.clear();
      default -> {
        // nothing that a rule file is made of
      }
    }
  }

  private void start(boolean mapping, NodeEvent event) throws Malformed {
    int at = offset(event.getStartMark());
    Location location = new Location(file, at, at);
    if (open.size() == MAX_DEPTH) {
      throw new Malformed(
          location, "YAML is nested more than " + MAX_DEPTH + " levels deep", "Flatten it.");
    }
    open.push(new Frame(mapping, at, event.getAnchor().orElse(null), nodes));
    count(location, 1);
  }

  private void end(int at) throws Malformed {
    Frame frame = open.pop();
    Location location = new Location(file, frame.start, at);
    YamlNode node =
        frame.mapping ? new Mapping(frame.entries, location) : new Sequence(frame.items, location);
    anchor(frame.anchor, node, nodes - frame.nodesBefore);
    add(node);
  }

  private void alias(AliasEvent event) throws Malformed {
    Location location =
        new Location(file, offset(event.getStartMark()), offset(event.getEndMark()));
    Anchor name = event.getAlias();
    Anchored target = anchors.get(name);
    if (target == null) {
      boolean inside = open.stream().anyMatch(frame -> name.equals(frame.anchor));
      throw new Malformed(
          location,
          "YAML alias '*" + name + (inside ? "' refers to what it is part of" : "' is not defined"),
          "Write the value out.");
    }
    count(location, target.size);
    add(target.node);
  }

  private void count(Location location, int more) throws Malformed {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new Malformed(
          location,
          "YAML holds more than " + MAX_NODES + " values, those behind aliases included",
          "Split the file.");
    }
  }

  private void anchor(@Nullable Anchor name, YamlNode node, int size) {
    if (name != null) {
      anchors.put(name, new Anchored(node, size));
    }
  }

  private void add(YamlNode node) throws Malformed {
    Frame frame = open.peek();
    if (frame == null) {
      documents.add(node);
    } else if (!frame.mapping) {
      frame.items.add(node);
    } else if (frame.key != null) {
      frame.entries.add(new Entry(frame.key, node));
      frame.key = null;
    } else {
      frame.key = key(frame, node);
    }
  }

  private static Scalar key(Frame frame, YamlNode node) throws Malformed {
    if (!(node instanceof Scalar key)) {
      throw new Malformed(
          node.location(), "a key must be text, not " + node.kind(), "Write it as plain text.");
    }
    Scalar first = frame.keys.putIfAbsent(key.value(), key);
    if (first != null) {
      throw new Malformed(
          key.location(),
          "key '"
              + key.value()
              + "' is given twice, first in line "
              + first.location().position().line(),
          "Remove one of them.");
    }
    return key;
  }

  private Scalar scalar(ScalarEvent event) {
    Location location =
        new Location(file, offset(event.getStartMark()), offset(event.getEndMark()));
    return new Scalar(event.getValue(), style(event.getScalarStyle()), location);
  }

  private static Scalar.Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Scalar.Style.DOUBLE_QUOTED;
      case LITERAL -> Scalar.Style.LITERAL;
      case FOLDED -> Scalar.Style.FOLDED;
      case PLAIN -> Scalar.Style.PLAIN;
    };
  }

  private int offset(Optional<Mark> mark) {
    return mark.map(this::offset).orElse(0);
  }

  private int offset(Mark mark) {
    return Math.min(file.offset(mark.getIndex()), file.text().length());
  }
}
