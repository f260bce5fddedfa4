package io.sentineledge.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.detect.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldingTest {
  private static final long SECOND = 1_000_000_000;

  private final Folding folding = new Folding(Duration.ofSeconds(10));

  private static Alert opened(String file) {
    return Alerts.alert(
        "opened " + file, Map.of("fd.name", file, "fd.num", (long) file.hashCode()));
  }

  @Test
  void repeatsGoOnAsOneWithTheirNumberAndTimes() {
    assertTrue(folding.passes(Alerts.at(opened("/a"), 1), 0));
    assertFalse(folding.passes(Alerts.at(opened("/a"), 3), SECOND));
    assertTrue(folding.passes(opened("/b"), SECOND));
    assertFalse(folding.passes(Alerts.at(opened("/a"), 2), 2 * SECOND));
    assertEquals(List.of(), folding.due(9 * SECOND));
    Sighting repeats = folding.due(10 * SECOND).getFirst();
    assertEquals(List.of(2L, 2L, 3L), List.of(repeats.count(), repeats.first(), repeats.last()));
    assertEquals(1, folding.folded());
    // What was repeated is watched on; what was not begins anew
    assertEquals(List.of(), folding.due(11 * SECOND));
    assertTrue(folding.passes(opened("/b"), 12 * SECOND));
    assertFalse(folding.passes(opened("/a"), 13 * SECOND));
    assertEquals(1, folding.rest().getFirst().count());
    assertTrue(folding.passes(opened("/a"), 14 * SECOND));
  }

  @Test
  void anotherRuleRunOrServerIsNoRepeat() {
    assertTrue(folding.passes(Alerts.alert("one", "x", Map.of()), 0));
    assertTrue(folding.passes(Alerts.alert("two", "x", Map.of()), 0));
    assertTrue(folding.passes(Alerts.by(opened("/a"), 7), 0));
    assertTrue(folding.passes(Alerts.by(opened("/a"), 8), 0));
    assertTrue(folding.passes(Alerts.alert("x", Map.of("fd.name", "1.1.1.1:1->2.2.2.2:2")), 0));
    assertFalse(folding.passes(Alerts.alert("x", Map.of("fd.name", "1.1.1.1:9->2.2.2.2:2")), 0));
    assertTrue(folding.passes(Alerts.alert("x", Map.of("fd.name", "1.1.1.1:9->2.2.2.2:3")), 0));
  }

  @Test
  void memoryIsBoundedAndNothingIsLost() {
    long passed = 0;
    for (int i = 0; i < 20_000; i++) {
      passed += folding.passes(opened("/f" + i % 10_000), i) ? 1 : 0;
    }
    long rest = folding.rest().stream().mapToLong(Sighting::count).sum();
    assertEquals(20_000, passed + rest);
    assertTrue(rest <= 1024, "rest=" + rest);
  }

  @Test
  void withoutAWindowAllGoOn() {
    Folding none = new Folding(Duration.ZERO);
    assertTrue(none.passes(opened("/a"), 0));
    assertTrue(none.passes(opened("/a"), 0));
    assertEquals(List.of(), none.rest());
  }
}
