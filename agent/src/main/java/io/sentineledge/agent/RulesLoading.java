package io.sentineledge.agent;

import io.sentineledge.rules.RuleLoader;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the shipped rules on a thread of its own while the command line and the configuration
 * are read: they are most of the start, and depend on neither.
 */
final class RulesLoading {
  private static final AtomicReference<@Nullable FutureTask<RuleLoader>> PREPARED =
      new AtomicReference<>(null);

  /** Which ask for something else than to watch with the shipped rules. */
  private static final List<String> OTHERS =
      List.of("-h", "--help", "-V", "--version", "--no-default-rules");

  private RulesLoading() {}

  /**
   * Begins, if arguments look as if an agent is to watch. Where they turn out to mean something
   * else, the work was for nothing.
   */
  static void prepare(String... arguments) {
    List<String> given = List.of(arguments);
    boolean watches =
        given.isEmpty() || given.getFirst().startsWith("-") || given.getFirst().equals("run");
    if (watches && given.stream().noneMatch(OTHERS::contains)) {
      FutureTask<RuleLoader> task = new FutureTask<>(RulesLoading::shipped);
      PREPARED.set(task);
      Background.begin("se-rules", task);
    }
  }

  /** A loader to which the shipped rules are added: the prepared one for the first who asks. */
  static RuleLoader withShipped() {
    FutureTask<RuleLoader> task = PREPARED.getAndSet(null);
    return task == null ? shipped() : Background.result(task);
  }

  private static RuleLoader shipped() {
    return new RuleLoader().addShipped();
  }
}
