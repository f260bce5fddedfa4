package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rules that the command line and the configuration ask for. */
final class LoadedRules {
  private static final Path SYSTEM_RULES = Path.of("/etc/sentineledge/rules.d");

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
    RuleLoader loader = new RuleLoader();
    if (config.defaultRules() && !options.noDefaults) {
      loader.addShipped();
      if (Files.exists(SYSTEM_RULES)) {
        loader.add(SYSTEM_RULES);
      }
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
