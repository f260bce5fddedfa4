package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.SecurityKeys;
import io.sentineledge.event.EventType;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.Severity;
import io.sentineledge.sensor.Wanted;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The rules that the command line and the configuration ask for. */
final class LoadedRules {
  static final Path SYSTEM_RULES = Path.of("/etc/sentineledge/rules.d");

  private LoadedRules() {}

  static RuleLoader.Result load(Config config, RuleOptions options) {
    return load(config, options, List.of());
  }

  /**
   * The same, and more.
   *
   * @param more files and folders that are loaded last
   */
  static RuleLoader.Result load(Config config, RuleOptions options, List<Path> more) {
    return load(begin(config, options), config, options, more);
  }

  /**
   * The same for an agent that watches; without threat detection the agent's own rule alone.
   *
   * @param first text of a rule that comes before all others but the shipped ones
   */
  static RuleLoader.Result load(Config config, RuleOptions options, String first) {
    return config.get(SecurityKeys.THREAT_DETECTION)
        ? load(begin(config, options).addText("agent", first), config, options, List.of())
        : new RuleLoader().addText("agent", first).load();
  }

  /** The number of enabled rules, but for the agent's own. */
  static int count(RuleSet rules) {
    return (int) rules.enabled().stream().filter(r -> !r.name().equals(Canary.RULE)).count();
  }

  /** What the kernel is to send for rules. */
  static Wanted wanted(RuleSet rules) {
    Demands demands = new Demands();
    for (Rule rule : rules.enabled()) {
      Set<EventType> types = rule.condition().eventTypes();
      demands.add(types, rule.condition().demands()).add(types, rule.output().demands());
    }
    return demands.wanted(rules.paths());
  }

  private static RuleLoader begin(Config config, RuleOptions options) {
    return defaults(config, options) ? RulesLoading.withShipped() : new RuleLoader();
  }

  private static boolean defaults(Config config, RuleOptions options) {
    return config.defaultRules() && !options.noDefaults;
  }

  private static RuleLoader.Result load(
      RuleLoader loader, Config config, RuleOptions options, List<Path> more) {
    if (defaults(config, options)) {
      loader.addIfThere(SYSTEM_RULES);
    }
    config.ruleFiles().forEach(loader::add);
    options.files.forEach(loader::add);
    more.forEach(loader::add);
    return loader.load();
  }

  /** Tells on stderr what was found in the files; true if the rules may be used. */
  static boolean usable(Diagnostics found, Severity least) {
    System.err.print(found.render(least));
    return !found.hasErrors();
  }
}
