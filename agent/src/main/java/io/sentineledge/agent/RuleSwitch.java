package io.sentineledge.agent;

import io.sentineledge.detect.Engine;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates events by the rules in force, and takes over others between two events: each event is
 * evaluated by one set of rules, none by none.
 */
final class RuleSwitch implements EventIntake.Handler {
  private Engine engine;
  private volatile @Nullable Next next;

  private record Next(Engine engine, Set<Text> paths) {}

  RuleSwitch(Engine engine) {
    this.engine = engine;
  }

  /**
   * Takes over rules from the next event on. For any thread.
   *
   * @param paths file names that their conditions compare with exactly
   */
  void to(Engine following, Set<Text> paths) {
    next = new Next(following, paths);
  }

  /** Whether rules wait for an event to be taken over. */
  boolean pending() {
    return next != null;
  }

  @Override
  public void event(EventContext event) {
    Next following = next;
    if (following != null) {
      take(following, event);
    }
    engine.evaluate(event);
  }

  private void take(Next following, EventContext event) {
    following.paths().forEach(event.files()::register);
    engine = following.engine();
    next = null;
  }
}
