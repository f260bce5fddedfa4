package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Fields;
import io.sentineledge.filter.Names;
import io.sentineledge.filter.field.FieldUse;
import io.sentineledge.filter.field.KnownNames;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.scenario.EventDescription.Assignment;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one {@link EventDescription}, and says what is wrong with it. */
final class DescriptionReader {
  private static final String TYPE = "evt.type";
  private static final String ANCESTORS = "ancestors";

  /** Fields that follow from others, and from which. */
  private static final Map<String, String> FOLLOWS =
      Map.ofEntries(
          Map.entry("fd.directory", "fd.name"),
          Map.entry("fd.filename", "fd.name"),
          Map.entry("fd.ip", "fd.lip and fd.rip"),
          Map.entry("fd.net", "fd.lip and fd.rip"),
          Map.entry("fd.port", "fd.lport and fd.rport"),
          Map.entry("evt.failed", "evt.res"),
          Map.entry("evt.args", "evt.arg.NAME"),
          Map.entry("evt.info", "evt.arg.NAME"),
          Map.entry("evt.abspath", "fd.name or evt.arg.NAME"),
          Map.entry("evt.category", TYPE),
          Map.entry("syscall.type", TYPE),
          Map.entry("evt.is_open_exec", "evt.arg.flags and evt.arg.mode"),
          Map.entry("proc.exeline", "proc.exe and proc.args"),
          Map.entry("proc.cmdnargs", "proc.args"),
          Map.entry("proc.cmdlenargs", "proc.args"),
          Map.entry("proc.sname", "proc.sid and ancestors"),
          Map.entry("proc.is_sid_leader", "proc.sid and proc.pid"),
          Map.entry("proc.is_vpgid_leader", "proc.pgid and proc.pid"),
          Map.entry("proc.loginshellid", "ancestors"),
          Map.entry("fd.is_server", TYPE),
          Map.entry("fd.connected", "evt.res"));

  private final Diagnostics diagnostics;
  private final @Nullable EventType given;
  private final boolean lenient;
  private final List<Assignment> assignments = new ArrayList<>();
  private boolean valid = true;

  DescriptionReader(Diagnostics diagnostics, @Nullable EventType given, boolean lenient) {
    this.diagnostics = diagnostics;
    this.given = given;
    this.lenient = lenient;
  }

  @Nullable EventDescription read(YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      error(
          node.location(),
          "an event must be a mapping of fields to values, not " + node.kind(),
          null,
          "Write 'evt.type: openat' and so on.");
      return null;
    }
    EventType type = given == null ? type(mapping) : given;
    mapping.entries().forEach(entry -> entry(entry, 0));
    if (type == null) {
      return null;
    }
    check(type, mapping.location());
    return valid ? new EventDescription(type, assignments, mapping.location()) : null;
  }

  private @Nullable EventType type(Mapping mapping) {
    YamlNode node = mapping.get(TYPE);
    if (!(node instanceof Scalar scalar)) {
      error(
          node == null ? start(mapping) : node.location(),
          "the event has no type",
          null,
          "Write 'evt.type: openat', or another type of docs/events.md.");
      return null;
    }
    List<String> names = new ArrayList<>();
    for (EventType type : EventType.values()) {
      if (type != EventType.TASK) {
        names.add(type.falcoName());
        if (type.falcoName().equals(scalar.value())) {
          return type;
        }
      }
    }
    List<String> near = Names.nearest(scalar.value(), names);
    error(
        scalar.location(),
        "there are no events of type '" + scalar.value() + "' here",
        scalar.value(),
        near.isEmpty() ? "See docs/events.md." : "Did you mean " + String.join(", ", near) + "?");
    return null;
  }

  private static Location start(Mapping mapping) {
    return mapping.entries().isEmpty()
        ? mapping.location()
        : mapping.entries().getFirst().key().location();
  }

  private void entry(Entry entry, int depth) {
    Scalar key = entry.key();
    if (key.value().equals(ANCESTORS) && depth == 0) {
      ancestors(entry);
      return;
    }
    Value value = value(entry);
    Setter setter = value == null ? null : setter(key, depth);
    if (value == null || setter == null) {
      return;
    }
    try {
      FieldUse use = use(key.value());
      String argument = use.argument();
      assignments.add(
          new Assignment(
              use.field().name(), argument == null ? "" : argument, setter, depth, value));
    } catch (FieldUse.BadUse e) {
      error(key.location(), String.valueOf(e.getMessage()), key.value(), null);
    }
  }

  private void ancestors(Entry entry) {
    if (!(entry.value() instanceof Sequence sequence)) {
      error(
          entry.value().location(),
          "'ancestors' must be a sequence, not " + entry.value().kind(),
          null,
          "Write one mapping for the parent, one for its parent, and so on.");
      return;
    }
    int depth = 1;
    for (YamlNode item : sequence.items()) {
      if (item instanceof Mapping mapping) {
        for (Entry each : mapping.entries()) {
          entry(each, depth);
        }
      } else {
        error(
            item.location(),
            "an ancestor must be a mapping, not " + item.kind(),
            null,
            "Write '- proc.name: bash'.");
      }
      depth++;
    }
  }

  private @Nullable Value value(Entry entry) {
    YamlNode node = entry.value();
    switch (node) {
      case Scalar scalar -> {
        if (!scalar.isNull()) {
          return new Value(scalar.value(), null, scalar.location());
        }
      }
      case Sequence sequence -> {
        List<String> items = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
          if (!(item instanceof Scalar scalar)) {
            items.clear();
            break;
          }
          items.add(scalar.value());
        }
        if (!items.isEmpty() || sequence.items().isEmpty()) {
          return new Value(String.join(" ", items), items, sequence.location());
        }
      }
      case Mapping mapping -> {}
    }
    error(
        node instanceof Scalar ? entry.key().location() : node.location(),
        "the value of '"
            + entry.key().value()
            + "' must be text or a list of texts, not "
            + node.kind(),
        null,
        "Leave a field out that has no value.");
    return null;
  }

  private @Nullable Setter setter(Scalar key, int depth) {
    FieldUse use;
    try {
      use = use(key.value());
    } catch (FieldUse.BadUse e) {
      List<String> near = nearest(key.value());
      error(
          key.location(),
          String.valueOf(e.getMessage()),
          key.value(),
          near.isEmpty()
              ? "docs/fields.md has them all."
              : "Did you mean " + String.join(", ", near) + "?");
      return null;
    }
    String name = use.field().name();
    Setter setter = Setters.find(name);
    boolean process = name.startsWith("proc.") && use.argument() == null;
    if (setter != null && (depth == 0 || process)) {
      return setter;
    }
    if (setter != null) {
      error(
          key.location(),
          "'" + key.value() + "' is not of an ancestor",
          key.value(),
          "Of an ancestor proc.* fields are set, such as proc.exepath and proc.cmdline.");
      return null;
    }
    error(key.location(), "field '" + key.value() + "' cannot be set", key.value(), instead(name));
    return null;
  }

  private static List<String> nearest(String name) {
    String prefix = name.startsWith("evt.arg.") ? "evt.arg." : "evt.rawarg.";
    return name.startsWith(prefix)
        ? Names.nearest(name.substring(prefix.length()), KnownNames.argumentNames()).stream()
            .map(prefix::concat)
            .toList()
        : Fields.suggest(name);
  }

  private static String instead(String name) {
    String other = FOLLOWS.get(name);
    if (other != null) {
      return "It follows from " + other + ".";
    }
    if (name.startsWith("container.") || name.startsWith("k8s")) {
      return "No event has a value for it yet.";
    }
    List<String> near = Names.nearest(name, Setters.names());
    return near.isEmpty()
        ? "docs/rules.md says which fields can be set."
        : "Nearest that can be set: " + String.join(", ", near) + ".";
  }

  /** {@code proc.aname[2]}, {@code evt.arg.flags}, {@code evt.arg[flags]}. */
  private static FieldUse use(String written) throws FieldUse.BadUse {
    int bracket = written.indexOf('[');
    if (bracket > 0 && written.endsWith("]")) {
      return FieldUse.of(
          written.substring(0, bracket), written.substring(bracket + 1, written.length() - 1));
    }
    return FieldUse.of(written, null);
  }

  /** Tries each value, and then all together. */
  private void check(EventType type, Location whole) {
    Map<Assignment, Boolean> wrong = new HashMap<>();
    for (Assignment each : assignments) {
      try {
        EventDescription.apply(each, new EventFacts(type, new DescribedAccounts()));
      } catch (BadValue e) {
        wrong.put(each, true);
        error(
            each.value().location(),
            each.name()
                + (each.argument().isEmpty() ? "" : "[" + each.argument() + "]")
                + ": "
                + e.getMessage(),
            each.value().text(),
            e.suggestion);
      }
    }
    assignments.removeIf(wrong::containsKey);
    if (valid) {
      try {
        new EventDescription(type, assignments, whole)
            .addTo(new EventFacts(type, new DescribedAccounts()));
      } catch (BadValue e) {
        valid = false;
        Location at = new Location(whole.file(), whole.start(), whole.start());
        diagnostics.error(at, String.valueOf(e.getMessage()), null, e.suggestion);
      }
    }
  }

  private void error(
      Location at, String message, @Nullable String value, @Nullable String suggestion) {
    if (!lenient) {
      valid = false;
      diagnostics.error(at, message, value, suggestion);
    }
  }
}
