package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gathers repeats: alerts of one rule about one object by one run of a program. The first goes on
 * at once and opens a window; those that follow in it go on as one when it is over, with their
 * number and the times of the first and the last. So the numbers of all that goes on add up to the
 * alerts.
 *
 * <p>At most {@value #MOST} windows are open; what would need one more goes on as it is. For one
 * thread.
 */
final class Folding {
  private static final int MOST = 1024;

  private final long window;
  private final Map<Key, Window> open = new LinkedHashMap<>();
  private final AtomicLong folded = new AtomicLong();

  private record Key(
      String rule, String namespace, int pid, long start, int generation, String object) {}

  /**
   * @param repeats null while there is none
   */
  private record Window(long end, @Nullable Sighting repeats) {}

  /**
   * @param window how long repeats are gathered; zero: not at all
   */
  Folding(Duration window) {
    this.window = window.toNanos();
  }

  /**
   * Whether an alert goes on now; otherwise it is kept until its window is {@link #due}.
   *
   * @param now of the monotonic clock, ns; never before that of an earlier call
   */
  boolean passes(Alert alert, long now) {
    if (window == 0) {
      return true;
    }
    Key key =
        new Key(
            alert.rule(),
            alert.namespace().toString(),
            alert.event().pid(),
            alert.event().start(),
            alert.event().generation(),
            new AlertFacts(alert).object());
    Window known = open.get(key);
    if (known != null) {
      Sighting repeats = known.repeats() == null ? Sighting.of(alert) : known.repeats().with(alert);
      open.put(key, new Window(known.end(), repeats));
      if (known.repeats() != null) {
        folded.incrementAndGet();
      }
      return false;
    }
    if (open.size() < MOST) {
      open.put(key, new Window(now + window, null));
    }
    return true;
  }

  /** How many alerts others stand for. For any thread. */
  long folded() {
    return folded.get();
  }

  /** What windows that are over have gathered. A window that had repeats is opened again. */
  List<Sighting> due(long now) {
    List<Sighting> due = new ArrayList<>();
    List<Key> again = new ArrayList<>();
    // All windows are equally long, so the first one opened is the first one over
    Iterator<Map.Entry<Key, Window>> oldest = open.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Key, Window> entry = oldest.next();
      if (now - entry.getValue().end() < 0) {
        break;
      }
      oldest.remove();
      if (entry.getValue().repeats() != null) {
        due.add(entry.getValue().repeats());
        again.add(entry.getKey());
      }
    }
    again.forEach(key -> open.put(key, new Window(now + window, null)));
    return due;
  }

  /** What all windows have gathered; all are closed. */
  List<Sighting> rest() {
    List<Sighting> rest = new ArrayList<>();
    for (Window each : open.values()) {
      if (each.repeats() != null) {
        rest.add(each.repeats());
      }
    }
    open.clear();
    return rest;
  }
}
