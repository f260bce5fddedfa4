package io.sentineledge.detect;

import static io.sentineledge.rules.Namespace.SHIPPED;
import static io.sentineledge.rules.Namespace.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.Severity;
import io.sentineledge.state.Accounts;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessTable;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final Set<EventType> OPENS = Set.of(EventType.OPEN, EventType.OPENAT);
  private static final Accounts NOBODY =
      new Accounts() {
        @Override
        public @Nullable Text userName(int uid) {
          return null;
        }

        @Override
        public @Nullable Text groupName(int gid) {
          return null;
        }

        @Override
        public @Nullable Text home(int uid) {
          return null;
        }

        @Override
        public @Nullable Text shell(int uid) {
          return null;
        }
      };

  private final EventContext context = new EventContext(new ProcessTable(), NOBODY);
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final AlertHandler handler =
      new AlertHandler() {
        @Override
        public void alert(Alert alert) {
          alerts.add(alert);
        }

        @Override
        public void failed(Rule rule, Throwable failure) {
          failures.add(rule.name() + ": " + failure.getMessage());
        }
      };

  private Engine engine(Matching matching, Rule... rules) {
    return new Engine(new RuleSet(List.of(rules), Set.of()), matching, handler);
  }

  private void on(RecordWriter record) {
    context.event().wrap(MemorySegment.ofArray(record.build()), 0);
    context.begin(null);
  }

  private List<String> fired() {
    return alerts.stream().map(Alert::rule).toList();
  }

  @Test
  void allRulesThatMatchInTheOrderOfTheSet() {
    Engine engine =
        engine(
            Matching.ALL,
            Rules.rule("a", SHIPPED, OPENS, event -> true),
            Rules.rule("b", SHIPPED, OPENS, event -> false),
            Rules.rule("c", SHIPPED, OPENS, event -> true),
            Rules.rule("d", USER, OPENS, event -> true));
    on(new RecordWriter(EventType.OPENAT));
    assertEquals(3, engine.evaluate(context));
    assertEquals(List.of("a", "c", "d"), fired());
  }

  @Test
  void theFirstOfEachNamespace() {
    Engine engine =
        engine(
            Matching.FIRST,
            Rules.rule("a", SHIPPED, OPENS, event -> false),
            Rules.rule("b", SHIPPED, OPENS, event -> true),
            Rules.rule("c", SHIPPED, OPENS, event -> true),
            Rules.rule("d", USER, OPENS, event -> false),
            Rules.rule("e", USER, OPENS, event -> true),
            Rules.rule("f", USER, OPENS, event -> true));
    on(new RecordWriter(EventType.OPEN));
    assertEquals(2, engine.evaluate(context));
    assertEquals(List.of("b", "e"), fired());
  }

  @Test
  void onlyEnabledRulesOfTheEventsTypeAreAsked() {
    List<String> asked = new ArrayList<>();
    Engine engine =
        engine(
            Matching.ALL,
            Rules.rule("opens", USER, OPENS, event -> asked.add("opens")),
            Rules.rule("execs", USER, Set.of(EventType.EXECVE), event -> asked.add("execs")),
            Rules.rule("off", USER, false, OPENS, event -> asked.add("off")),
            Rules.rule("all", USER, EnumSet.allOf(EventType.class), event -> asked.add("all")));
    on(new RecordWriter(EventType.EXECVE));
    assertEquals(2, engine.evaluate(context));
    on(new RecordWriter(EventType.TASK));
    assertEquals(0, engine.evaluate(context));
    on(new RecordWriter(EventType.OPEN).u16(Header.TYPE, 999));
    assertEquals(0, engine.evaluate(context));
    assertEquals(List.of("execs", "all"), asked);
  }

  @Test
  void aRuleThatFailsIsCountedAndToldOnceAndStopsNoOther() {
    Engine engine =
        engine(
            Matching.FIRST,
            Rules.rule(
                "bad",
                USER,
                OPENS,
                event -> {
                  throw new IllegalStateException("broken");
                }),
            Rules.rule("deep", USER, OPENS, EngineTest::overflow),
            Rules.rule("good", USER, OPENS, event -> true));
    for (int i = 0; i < 3; i++) {
      on(new RecordWriter(EventType.OPEN));
      assertEquals(1, engine.evaluate(context));
    }
    assertEquals(List.of("good", "good", "good"), fired());
    assertEquals(List.of("bad: broken", "deep: null"), failures);
    RuleCounters counters = engine.counters();
    assertEquals(
        List.of("bad", "deep", "good"), counters.rules().stream().map(Rule::name).toList());
    assertEquals(List.of(3L, 3L, 0L), counts(i -> counters.failures(i)));
    assertEquals(List.of(0L, 0L, 3L), counts(i -> counters.matches(i)));
  }

  private static List<Long> counts(IntToLongFunction counter) {
    return IntStream.range(0, 3).mapToObj(counter::applyAsLong).toList();
  }

  @SuppressWarnings("InfiniteRecursion")
  private static boolean overflow(EventContext event) {
    return overflow(event) || event.number() > 0;
  }

  @Test
  void anAlertSaysWhatHappened() {
    Engine engine = engine(Matching.FIRST, Rules.rule("a", SHIPPED, OPENS, event -> true));
    context.host(Text.of("node-1"), 1_800_000_000_000_000_000L);
    on(
        new RecordWriter(EventType.OPENAT)
            .u64(Header.TIME, 5_000)
            .u32(Header.PID, 7)
            .u64(Header.START, 900)
            .u32(Header.GENERATION, 3));
    engine.evaluate(context);
    Alert alert = alerts.getFirst();
    assertEquals(1_800_000_000_000_005_000L, alert.time());
    assertEquals("a", alert.rule());
    assertEquals(SHIPPED, alert.namespace());
    assertEquals("Warning", alert.priority().falcoName());
    assertEquals("syscall", alert.source());
    assertEquals(List.of("host", "process"), alert.tags());
    assertEquals("node-1", alert.hostname());
    assertEquals("a matched", alert.output());
    assertEquals(List.of("evt.time"), List.copyOf(alert.fields().keySet()));
    assertEquals(1_800_000_000_000_005_000L, alert.fields().get("evt.time"));
    assertEquals(new EventIdentity(EventType.OPENAT, 1, 5_000, 7, 900, 3, 0), alert.event());
    assertThrows(UnsupportedOperationException.class, () -> alert.fields().put("x", "y"));
  }

  /** A record that is cut off: its file name lies behind its end. */
  @Test
  void anOutputThatCannotBeWrittenCostsTheAlertItsFieldsOnly() {
    RuleLoader.Result loaded =
        new RuleLoader()
            .addText(
                "f",
                """
                - rule: r
                  desc: d
                  condition: evt.type = openat
                  output: opened %fd.name
                  priority: INFO
                """)
            .load();
    Engine engine = new Engine(loaded.rules(), Matching.FIRST, handler);
    on(
        new RecordWriter(EventType.OPENAT)
            .path(Open.PATH, "/etc/shadow")
            .u16(Open.PATH + Path.NAMES + Span.OFF, 60_000));
    assertEquals(1, engine.evaluate(context));
    assertEquals("opened %fd.name", alerts.getFirst().output());
    assertEquals(Set.of("evt.time"), alerts.getFirst().fields().keySet());
    assertEquals(1, engine.counters().failures(0));
    assertEquals(1, failures.size());
  }

  /** Falco's syntax from file to alert. */
  @Test
  void fromARuleFileToAnAlert() {
    RuleLoader.Result loaded =
        new RuleLoader()
            .addText(
                "f",
                """
                - rule: Shadow
                  desc: d
                  condition: evt.type in (open, openat) and fd.name = /etc/shadow
                  output: opened %fd.name by %proc.name
                  priority: WARNING
                """)
            .load();
    assertEquals("", loaded.diagnostics().render(Severity.NOTE));
    Engine engine = new Engine(loaded.rules(), Matching.FIRST, handler);
    on(new RecordWriter(EventType.OPENAT).path(Open.PATH, "/etc/passwd"));
    assertEquals(0, engine.evaluate(context));
    on(new RecordWriter(EventType.OPENAT).path(Open.PATH, "/etc/shadow"));
    assertEquals(1, engine.evaluate(context));
    assertEquals("opened /etc/shadow by <NA>", alerts.getFirst().output());
    assertEquals(
        List.of("evt.time", "fd.name", "proc.name"),
        List.copyOf(alerts.getFirst().fields().keySet()));
  }

  /** Any set of rules does what going through all of them would do. */
  @Test
  void randomRules() {
    Random random = new Random(11);
    EventType[] types = EventType.values();
    for (int round = 0; round < 500; round++) {
      List<Rule> rules = new ArrayList<>();
      int shipped = random.nextInt(10);
      for (int i = 0; i < shipped + random.nextInt(10); i++) {
        EnumSet<EventType> some = EnumSet.noneOf(EventType.class);
        for (int j = random.nextInt(8); j > 0; j--) {
          some.add(types[random.nextInt(types.length)]);
        }
        boolean matches = random.nextBoolean();
        rules.add(
            Rules.rule(
                "r" + i, i < shipped ? SHIPPED : USER, random.nextInt(5) > 0, some, e -> matches));
      }
      Matching matching = random.nextBoolean() ? Matching.FIRST : Matching.ALL;
      EventType type = types[random.nextInt(types.length)];
      alerts.clear();
      on(new RecordWriter(type));
      Engine engine = new Engine(new RuleSet(rules, Set.of()), matching, handler);
      assertEquals(engine.evaluate(context), alerts.size());
      assertEquals(expected(rules, matching, type), fired());
    }
  }

  private List<String> expected(List<Rule> rules, Matching matching, EventType type) {
    List<String> names = new ArrayList<>();
    Set<Namespace> done = EnumSet.noneOf(Namespace.class);
    for (Rule rule : rules) {
      boolean asked =
          rule.enabled()
              && type != EventType.TASK
              && rule.condition().eventTypes().contains(type)
              && !(matching == Matching.FIRST && done.contains(rule.namespace()));
      if (asked && rule.condition().test(context)) {
        names.add(rule.name());
        done.add(rule.namespace());
      }
    }
    return names;
  }

  @Test
  void nothingIsAllocatedWhereNothingMatches() {
    Rule[] rules = new Rule[100];
    for (int i = 0; i < rules.length; i++) {
      int wanted = -1 - i;
      rules[i] = Rules.rule("r" + i, USER, OPENS, event -> event.event().pid() == wanted);
    }
    Engine engine = engine(Matching.FIRST, rules);
    on(new RecordWriter(EventType.OPEN).u32(Header.PID, 7));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        engine.evaluate(context);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
    assertEquals(List.of(), alerts);
  }
}
