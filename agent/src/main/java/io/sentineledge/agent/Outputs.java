package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.OutputConfig;
import io.sentineledge.agent.config.OutputKeys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.logging.SecurityLog;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.detect.Alert;
import io.sentineledge.output.AlertQueue;
import io.sentineledge.output.JsonFormat;
import io.sentineledge.output.Output;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standard output, and the outputs beside it as they are configured. What the configuration says of
 * those can change while they work.
 */
final class Outputs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
  private static final String PREFIX = "output.";
  private static final String TAKES = "takes alerts";
  private static final String SECURITY_LOG = "security-log";
  private static final int SECURITY_LOG_WAITING = 4096;

  private final AlertQueue stdout;
  private final OutputMaker maker;
  private final Health health;
  private final Errors errors;

  /** By name; for the thread that takes over configurations. */
  private final Map<String, Section> sections = new LinkedHashMap<>();

  /** The last of each name that is no longer wanted. */
  private final Map<String, Output> gone = new HashMap<>();

  private final List<Output> securityLog = new ArrayList<>();
  private volatile List<Output> outputs = List.of();

  /**
   * What an output goes by.
   *
   * @param refused why a later section could not be taken over; empty if none was refused
   */
  private record Section(OutputConfig config, Output output, String refused) {}

  /**
   * Opens them. One that can't be made costs the agent's health, not detection.
   *
   * @param stdout what waits for standard output; its owner starts and closes it
   */
  Outputs(
      Config config, AlertQueue stdout, Health health, Errors errors, Optional<SecurityLog> log) {
    this.stdout = stdout;
    maker = new OutputMaker(config, health);
    this.health = health;
    this.errors = errors;
    log.ifPresent(file ->
        securityLog.add(
            new Output(
                SECURITY_LOG,
                new Output.Settings(
                    file, new JsonFormat(), _ -> true, maker.limits(SECURITY_LOG_WAITING, 0)),
                null)));
    takeOver(config);
  }

  /**
   * Opens what is new, closes what is gone, and has what is changed go on with what waits.
   *
   * @return names of keys that only a restart takes over
   */
  List<String> takeOver(Config now) {
    Map<String, OutputConfig> wanted = new LinkedHashMap<>();
    for (OutputConfig output : now.outputs()) {
      if (output.get(OutputKeys.ENABLED)) {
        wanted.put(output.name(), output);
      }
    }
    remove(wanted.keySet());
    List<String> later = new ArrayList<>();
    for (OutputConfig output : wanted.values()) {
      Section section = sections.get(output.name());
      if (section == null) {
        add(output);
      } else if (section.config().isOfTypeOf(output)) {
        change(section, output);
      } else {
        later.add("outputs." + output.name() + ".type");
      }
    }
    publish();
    return later;
  }

  private void add(OutputConfig wanted) {
    try {
      Output before = gone.get(wanted.name());
      if (before != null && !before.ended()) {
        throw new IOException("the one before it still ends; have the configuration read again");
      }
      sections.put(wanted.name(), new Section(wanted, maker.open(wanted), ""));
      health.ok(PREFIX + wanted.name(), TAKES);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      health.degraded(PREFIX + wanted.name(), "can't be opened: " + e.getMessage());
      LOG.error("Output {} can't be opened: {}", wanted.name(), e.toString());
    }
  }

  private void change(Section section, OutputConfig wanted) {
    Output output = section.output();
    Section next = new Section(wanted, output, "");
    if (!section.config().sameAs(wanted) || wanted.namesCertificates()) {
      try {
        output.replace(maker.settings(wanted), wanted.get(OutputKeys.SPOOL_SIZE));
      } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
        next = new Section(section.config(), output, "goes by the section before: " + e);
        LOG.error("Output {} goes by its section before: {}", output.name(), e.toString());
      }
    }
    sections.put(output.name(), next);
  }

  /** Closes those that are not wanted any more; what they have not taken stays in their spools. */
  private void remove(Set<String> wanted) {
    List<Output> closing = new ArrayList<>();
    for (Section section : List.copyOf(sections.values())) {
      Output output = section.output();
      if (!wanted.contains(output.name())) {
        sections.remove(output.name());
        gone.put(output.name(), output);
        closing.add(output);
      }
    }
    if (!closing.isEmpty()) {
      publish();
      closing.parallelStream().forEach(Output::close);
    }
    for (Output output : closing) {
      errors.count(Errors.Type.OUTPUT, output.failures());
      LOG.info(
          "Output {} is no longer configured; {} bytes wait in its spool",
          output.name(),
          output.spooledBytes());
    }
    for (String part : health.components().keySet()) {
      if (part.startsWith(PREFIX)
          && !part.equals(PREFIX + SECURITY_LOG)
          && !wanted.contains(part.substring(PREFIX.length()))) {
        health.remove(part);
      }
    }
  }

  private void publish() {
    List<Output> all = new ArrayList<>();
    for (Section section : sections.values()) {
      all.add(section.output());
    }
    all.addAll(securityLog);
    outputs = List.copyOf(all);
  }

  /**
   * Hands an alert to those that it is for. For any thread.
   *
   * @return how many of them had no room for it
   */
  int offer(Alert alert) {
    int refused = stdout.offer(alert) ? 0 : 1;
    for (Output output : outputs) {
      refused += output.offer(alert) ? 0 : 1;
    }
    return refused;
  }

  /** Looks after them; to be called now and then, by the thread that takes over. */
  void judge() {
    judge(Health.STDOUT, stdout.problem());
    for (Section section : sections.values()) {
      String problem = section.output().problem();
      judge(PREFIX + section.output().name(), problem.isEmpty() ? section.refused() : problem);
    }
    for (Output output : securityLog) {
      judge(PREFIX + output.name(), output.problem());
    }
  }

  private void judge(String part, String problem) {
    if (problem.isEmpty()) {
      health.ok(part, TAKES);
    } else {
      health.degraded(part, problem);
    }
  }

  /** Those beside standard output. */
  List<Output> all() {
    return outputs;
  }

  @Override
  public void close() {
    outputs.parallelStream().forEach(Output::close);
  }
}
