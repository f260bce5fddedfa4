package io.sentineledge.agent;

import com.google.re2j.PatternSyntaxException;
import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigDocument;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.config.Endpoints;
import io.sentineledge.agent.config.LoggingKeys;
import io.sentineledge.agent.config.MonitoringKeys;
import io.sentineledge.agent.config.SecurityKeys;
import io.sentineledge.agent.http.Client;
import io.sentineledge.agent.http.Tokens;
import io.sentineledge.agent.logging.SecurityLog;
import io.sentineledge.agent.support.Bundle;
import io.sentineledge.agent.support.Tail;
import io.sentineledge.kernel.Features;
import io.sentineledge.output.Redaction;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers what {@code diagnose} collects; each part whether or not the others can be had. */
final class Diagnosis {
  /** Of each log. */
  private static final int LOG_BYTES = 256 << 10;

  /** What explains most of what goes wrong in the kernel; none is the agent's. */
  private static final List<String> FACTS =
      List.of(
          "/proc/version",
          "/proc/cmdline",
          "/proc/loadavg",
          "/proc/meminfo",
          "/proc/sys/kernel/unprivileged_bpf_disabled",
          "/proc/sys/kernel/perf_event_paranoid",
          "/proc/sys/kernel/bpf_stats_enabled",
          "/proc/sys/net/core/bpf_jit_enable",
          "/proc/sys/net/core/bpf_jit_harden",
          "/sys/kernel/security/lockdown",
          "/sys/kernel/security/lsm",
          "/etc/os-release",
          "/proc/self/status",
          "/proc/self/limits",
          "/proc/self/cgroup",
          "/proc/self/mountinfo");

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Config config;
  private final Bundle bundle;

  private Diagnosis(Config config, Bundle bundle) {
    this.config = config;
    this.bundle = bundle;
  }

  /**
   * Gathers.
   *
   * @param folder in which the bundle has its files
   * @param read also where it can't be used
   */
  static Bundle of(
      String folder, ConfigLoader.Result read, RuleOptions options, Map<String, String> variables) {
    Config config = read.config();
    Optional<Path> tokenFile = config.path(MonitoringKeys.AUTH_TOKEN_FILE);
    List<String> tokens = new ArrayList<>();
    String noTokens = "";
    try {
      if (tokenFile.isPresent()) {
        tokens.addAll(Tokens.read(tokenFile.get()));
      }
    } catch (IOException e) {
      noTokens = e.toString();
    }
    List<String> secrets = new ArrayList<>(config.secrets());
    secrets.addAll(tokens);
    Bundle bundle = new Bundle(folder, redaction(config, secrets));
    if (!noTokens.isEmpty()) {
      bundle.missing("tokens for the ports", noTokens);
    }
    Diagnosis diagnosis = new Diagnosis(config, bundle);
    diagnosis.itself(read, options, variables);
    diagnosis.ports(tokens.stream().findFirst());
    diagnosis.logs();
    bundle.add("kernel.txt", diagnosis::facts);
    return bundle;
  }

  /** Patterns that are wrong are among the problems of the configuration. */
  private static Redaction redaction(Config config, List<String> secrets) {
    try {
      return Redaction.ofTexts(config.get(SecurityKeys.REDACT), secrets);
    } catch (PatternSyntaxException e) {
      return Redaction.ofTexts(List.of(), secrets);
    }
  }

  private void itself(
      ConfigLoader.Result read, RuleOptions options, Map<String, String> variables) {
    bundle.add(
        "version.txt",
        () ->
            "%s%nJava %s (%s)%n"
                .formatted(
                    Version.TEXT,
                    System.getProperty("java.runtime.version"),
                    System.getProperty("os.arch")));
    Features features = new Features();
    bundle.add("doctor.txt", () -> DoctorCommand.text(Finding.all(features::probe), false));
    bundle.add("config.toml", () -> ConfigDocument.show(config));
    bundle.add(
        "config-problems.txt",
        () ->
            read.errors().isEmpty() && read.notices().isEmpty()
                ? "none"
                : String.join("\n", read.errors()) + "\n" + String.join("\n", read.notices()));
    bundle.add(
        "environment.txt",
        () -> {
          StringBuilder text = new StringBuilder();
          new TreeMap<>(variables)
              .forEach((name, value) -> {
                if (name.startsWith("SENTINEL_")) {
                  text.append(name).append('=').append(value).append('\n');
                }
              });
          return text.toString();
        });
    bundle.add(
        "rules.txt",
        () -> {
          RuleLoader.Result rules = LoadedRules.load(config, options);
          return rules.diagnostics().render(Severity.NOTE) + RulesCheckCommand.summary(rules);
        });
  }

  private void ports(Optional<String> token) {
    InetSocketAddress health = Endpoints.local(Endpoints.health(config));
    answer("agent/health.json", health, "/health", token);
    answer("agent/ready.json", health, "/ready", token);
    answer("agent/version.json", health, "/version", token);
    answer("agent/status.json", health, "/api/v1/status", token);
    InetSocketAddress metrics = Endpoints.local(Endpoints.prometheus(config));
    answer("agent/metrics.txt", metrics, "/metrics", token);
  }

  private void answer(String name, InetSocketAddress port, String page, Optional<String> token) {
    try {
      Client.Reply reply = Client.get(port, page, config.path(MonitoringKeys.TLS_CERT_FILE), token);
      // An agent that does not detect has the most to tell
      if (reply.status() == OK || reply.status() == UNAVAILABLE) {
        bundle.add(name, reply::body);
      } else {
        bundle.missing(name, "status %d from %s".formatted(reply.status(), Endpoints.text(port)));
      }
    } catch (IOException | GeneralSecurityException e) {
      bundle.missing(name, "no answer from %s: %s".formatted(Endpoints.text(port), e.getMessage()));
    }
  }

  private void logs() {
    Optional<Path> log = config.path(LoggingKeys.LOG_FILE);
    if (log.isEmpty()) {
      bundle.missing(
          "log", "logging.log_file names none; under systemd: journalctl -u sentineledge");
      return;
    }
    Path before = log.get().resolveSibling(log.get().getFileName() + ".1");
    bundle.add("log/sentinel.log", () -> Tail.of(log.get(), LOG_BYTES));
    if (Files.exists(before)) {
      bundle.add("log/sentinel.log.1", () -> Tail.of(before, LOG_BYTES));
    }
    if (config.get(SecurityKeys.LOG_SECURITY_EVENTS)) {
      Path security = SecurityLog.beside(log.get());
      bundle.add("log/security.log", () -> Tail.of(security, LOG_BYTES));
    }
  }

  private String facts() {
    StringBuilder text = new StringBuilder();
    for (String fact : FACTS) {
      try {
        String read = Files.readString(Path.of(fact)).stripTrailing();
        text.append("== %s%n%s%n".formatted(fact, read));
      } catch (IOException e) {
        bundle.missing(fact, e.toString());
      }
    }
    return text.toString();
  }
}
