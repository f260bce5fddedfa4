package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over another version of the configuration and of the rules, when asked or when a file has
 * changed: all of it, or, if anything is wrong, nothing.
 */
final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String COMPONENT = "configuration";

  private final Supplier<ConfigLoader.Result> reader;
  private final RuleOptions options;
  private final String canary;
  private final BiFunction<Config, RuleLoader.Result, List<String>> takeOver;
  private final ServiceManager manager;
  private final Health health;
  private final Errors errors;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private volatile boolean requested;
  private final Config started;
  private volatile Config config;
  private String known;
  private String seen;
  private long looked;

  /**
   * @param config in force
   * @param reader reads what is configured now
   * @param canary text of a rule that is loaded before all others
   * @param takeOver puts a version without errors in force; gives names of what it could not
   * @param manager told that it begins and that it is done
   */
  Reload(
      Config config,
      Supplier<ConfigLoader.Result> reader,
      RuleOptions options,
      String canary,
      BiFunction<Config, RuleLoader.Result, List<String>> takeOver,
      ServiceManager manager,
      Health health,
      Errors errors) {
    this.config = config;
    started = config;
    this.reader = reader;
    this.options = options;
    this.canary = canary;
    this.takeOver = takeOver;
    this.manager = manager;
    this.health = health;
    this.errors = errors;
    known = Fingerprint.of(config, options);
    seen = known;
    health.ok(COMPONENT, "as started");
  }

  /** Asks for it, whether or not a file has changed. For any thread. */
  void request() {
    requested = true;
  }

  /** Does it if asked, or if files have changed and changed no further; to be called often. */
  void look() {
    long now = System.nanoTime();
    if (requested) {
      requested = false;
      known = Fingerprint.of(config, options);
      seen = known;
      tellAndReload("SIGHUP");
    } else if (now - looked >= LOOK_NANOS) {
      looked = now;
      String current = Fingerprint.of(config, options);
      if (!current.equals(known) && current.equals(seen)) {
        known = current;
        tellAndReload("a file has changed");
      }
      seen = current;
    }
  }

  private void tellAndReload(String reason) {
    manager.reloading();
    try {
      reload(reason);
    } finally {
      manager.ready();
    }
  }

  private void reload(String reason) {
    ConfigLoader.Result read = reader.get();
    RuleLoader.Result rules = LoadedRules.load(read.config(), options, canary);
    if (!read.errors().isEmpty() || rules.diagnostics().hasErrors()) {
      reject(read.errors(), rules);
      return;
    }
    // What the agent was started with, and not what was read last, is what it still goes by
    List<String> later = new ArrayList<>(started.needRestart(read.config()));
    config = read.config();
    later.addAll(takeOver.apply(config, rules));
    known = Fingerprint.of(config, options);
    seen = known;
    succeeded.incrementAndGet();
    int count = LoadedRules.count(rules.rules());
    LOG.info("Configuration and rules were read again ({}): {} rules", reason, count);
    health.ok(COMPONENT, "read again at " + Instant.now());
    if (!later.isEmpty()) {
      String names = String.join(", ", later);
      LOG.warn("This has changed, but takes a restart: {}", names);
      health.degraded(COMPONENT, "changed, but a restart is needed for " + names);
    }
  }

  private void reject(List<String> wrong, RuleLoader.Result rules) {
    rejected.incrementAndGet();
    errors.count(Errors.Type.RELOAD);
    health.degraded(COMPONENT, "the version of " + Instant.now() + " was rejected, see the log");
    LOG.error("The new configuration or rules are rejected; the old ones stay in force:");
    wrong.forEach(LOG::error);
    rules.diagnostics().render(Severity.ERROR).lines().forEach(LOG::error);
  }

  /** The configuration in force. */
  Config config() {
    return config;
  }

  long succeeded() {
    return succeeded.get();
  }

  long rejected() {
    return rejected.get();
  }
}
