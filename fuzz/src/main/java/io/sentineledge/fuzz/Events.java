package io.sentineledge.fuzz;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.Text;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.YamlReader;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A few events of different types, for which whatever compiles is evaluated. */
final class Events {
  private static final List<EventDescription> EVENTS =
      described(
          """
          - {evt.type: execve, proc.exepath: /usr/bin/bash, proc.cmdline: bash -c id, user.uid: 1000}
          - {evt.type: openat, evt.rawres: 3, evt.arg.flags: O_RDWR|O_CREAT, fd.name: /etc/shadow}
          - {evt.type: openat, evt.res: EACCES, fd.nameraw: ../etc/passwd}
          - {evt.type: connect, fd.name: '10.0.0.5:40000->8.8.8.8:53'}
          - {evt.type: connect, fd.name: '[2001:db8::1]:40000->[::1]:22', evt.res: EINPROGRESS}
          - {evt.type: unlinkat, fs.path.name: /var/log/syslog}
          - {evt.type: procexit}
          """);

  /** For formats, which keep nothing of the events that they were used for. */
  private static final Scene SCENE = new Scene();

  /** A rule that fails at an event is a finding. */
  static final AlertHandler STRICT =
      new AlertHandler() {
        @Override
        public void alert(Alert alert) {}

        @Override
        public void failed(Rule rule, Throwable failure) {
          throw new AssertionError(rule.name(), failure);
        }
      };

  private Events() {}

  private static List<EventDescription> described(String yaml) {
    Diagnostics diagnostics = new Diagnostics();
    List<EventDescription> events = new ArrayList<>();
    List<YamlNode> documents = YamlReader.read(new SourceFile("events", yaml), diagnostics);
    if (documents != null && documents.getFirst() instanceof Sequence list) {
      for (YamlNode node : list.items()) {
        EventDescription event = EventDescription.read(node, diagnostics);
        if (event != null) {
          events.add(event);
        }
      }
    }
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(diagnostics.render(Severity.ERROR));
    }
    return List.copyOf(events);
  }

  /** Evaluates rules for each event. */
  static void evaluate(RuleSet rules) {
    Engine engine = new Engine(rules, Matching.ALL, STRICT);
    play(rules.paths(), engine::evaluate);
  }

  /** Writes a format for each event. */
  static void format(OutputFormat format) {
    for (EventDescription event : EVENTS) {
      SCENE.play(event, format::format);
    }
  }

  /**
   * Lets the events happen on a machine of their own.
   *
   * @param paths file names that conditions compare with exactly
   */
  static void play(Set<Text> paths, EventIntake.Handler handler) {
    Scene scene = new Scene();
    EventContext context = scene.context();
    paths.forEach(context.files()::register);
    for (EventDescription event : EVENTS) {
      scene.play(event, handler);
    }
  }
}
