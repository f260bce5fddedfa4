package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.agent.config.EbpfKeys;
import io.sentineledge.agent.config.LoggingKeys;
import io.sentineledge.agent.config.MonitoringKeys;
import io.sentineledge.agent.config.SecurityKeys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Page;
import io.sentineledge.agent.logging.Logging;
import io.sentineledge.agent.logging.SecurityLog;
import io.sentineledge.agent.loss.LossAlerts;
import io.sentineledge.agent.loss.Losses;
import io.sentineledge.agent.loss.Reason;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.EventIdentity;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.EventType;
import io.sentineledge.kernel.Niceness;
import io.sentineledge.output.AlertQueue;
import io.sentineledge.output.Output;
import io.sentineledge.output.Redaction;
import io.sentineledge.output.SafeText;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Interest;
import io.sentineledge.sensor.Wanted;
import io.sentineledge.sensor.WorkloadNames;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.ProcessLimits;
import io.sentineledge.state.ProcessTable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of a running agent beside the way of the events, put together. */
final class Agent implements Metrics.Sources, Companion {
  private static final int READER_STEPS = -5;

  private final Health health = new Health();
  private final Errors errors = new Errors();
  private final Canary canary = new Canary();
  private final AlertQueue alerts;
  private final Optional<SecurityLog> securityLog;
  private final Outputs outputs;
  private final Dispatch dispatch;
  private final RuleLoader.Result loaded;
  private final RuleSwitch rules;
  private final AlertFeed feed = new AlertFeed();
  private final ReaderTasks tasks = new ReaderTasks();
  private final EventTap tap;
  private final ServiceManager manager;
  private final Reload reload;
  private final Halts halts = new Halts();
  private final Operations operations;
  private final Losses losses = new Losses();
  private final String hostname = Hostname.name();
  private final WorkloadNames workloads = new WorkloadNames(Path.of("/proc"));
  private volatile RuleSet inForce;
  private volatile @Nullable LossWatch lossWatch;
  private final @Nullable AnomalyFeed anomalyFeed;
  private final Config startConfig;
  private @Nullable Anomalies anomalies;
  private final MemoryWatch memory = new MemoryWatch(health);

  /**
   * @param reader reads what is configured now
   * @param alerts takes what the rules find
   */
  Agent(
      Config config, Supplier<ConfigLoader.Result> reader, RuleOptions options, AlertQueue alerts) {
    this.alerts = alerts;
    Consumer<String> onLogFile = problem -> logFile(health, errors, problem);
    Logging.begin(config, onLogFile);
    securityLog = SecurityLog.of(config);
    outputs = new Outputs(config, alerts, health, errors, securityLog);
    Redaction redaction = new Redaction(config.get(SecurityKeys.REDACT));
    dispatch =
        new Dispatch(
            canary,
            config.get(MonitoringKeys.CANARY_TO_OUTPUTS),
            this::out,
            redaction,
            health,
            errors);
    dispatch.counts().expect(LossAlerts.RULE);
    dispatch.counts().expect(Guard.RULE);
    loaded = LoadedRules.load(config, options, canary.rule());
    inForce = loaded.rules();
    rules = new RuleSwitch(engine(config, loaded));
    startConfig = config;
    anomalyFeed = config.get(SecurityKeys.ALERT_ON_ANOMALIES) ? new AnomalyFeed(rules) : null;
    if (anomalyFeed != null) {
      dispatch.counts().expect(Anomalies.RULE);
    }
    tap = new EventTap(dispatch::redaction);
    manager = new ServiceManager(System.getenv(), health);
    reload =
        new Reload(config, reader, options, canary.rule(), this::takeOver, manager, health, errors);
    Ports ports = new Ports(config, health, errors, this::pages);
    operations =
        new Operations(
            config,
            health,
            errors,
            canary,
            halts,
            ports,
            manager,
            List.of(
                reload::look,
                ports::refresh,
                outputs::judge,
                Logging::tellRepeats,
                memory::look,
                this::watchLosses,
                this::watchAnomalies));
  }

  private Map<String, Page> pages() {
    Map<String, Page> pages = new HashMap<>();
    pages.putAll(new StatusPages(health, new Metrics(this)).pages());
    Supplier<RuleSet> current = () -> inForce;
    pages.putAll(new ApiPages(this, feed, tap, tasks, current, dispatch::redaction).pages());
    return pages;
  }

  private void out(Alert alert) {
    feed.add(alert);
    int refused = outputs.offer(alert);
    EventIdentity event = alert.event();
    // Own alerts are about no event; to count them would tell of losses without end
    for (int i = 0; i < refused && event.number() > 0; i++) {
      losses.count(event.workload(), event.type(), Reason.QUEUE_FULL, event.time());
    }
  }

  @Override
  public void begin(Live parts) {
    ProcessTable processes = parts.context().processes();
    // What is forgotten is what the program's start told
    processes.onEviction(workload ->
        losses.count(workload, EventType.EXECVE, Reason.STATE_EVICTED, processes.clock()));
    operations.begin(parts);
    // What it does not take in time is lost; the threads that it has started are as they were
    Niceness.change(READER_STEPS);
  }

  @Override
  public boolean goOn(Throwable failure) {
    if (startConfig.get(EbpfKeys.AUTO_RECOVERY)) {
      operations.readerFailed(failure);
      return true;
    }
    return false;
  }

  @Override
  public void end() {
    operations.withLive(live -> {
      lossWatch().finish(live.sensor());
      if (anomalies != null) {
        anomalies.save();
      }
    });
    operations.close();
  }

  private void watchLosses() {
    operations.withLive(live -> lossWatch().look(live.sensor()));
  }

  /** Made when it is first called, when the agent is ready: it costs the start nothing. */
  private void watchAnomalies() {
    if (anomalyFeed == null) {
      return;
    }
    Anomalies watch = anomalies;
    if (watch == null) {
      Path file = Path.of(startConfig.get(CoreKeys.STATE_DIR), "anomalies");
      watch =
          new Anomalies(
              anomalyFeed,
              Anomalies.detector(startConfig),
              new StateFile(file),
              this::workload,
              hostname,
              dispatch::own);
      anomalies = watch;
    }
    Anomalies current = watch;
    operations.withLive(live -> current.look(live.sensor()));
  }

  /** Made when it is first needed, for it costs the start. */
  private LossWatch lossWatch() {
    LossWatch watch = lossWatch;
    if (watch == null) {
      LossAlerts told =
          new LossAlerts(losses, this::workload, this::rulesFor, hostname, dispatch::own);
      watch = new LossWatch(losses, told, health, workloads::problem);
      lossWatch = watch;
    }
    return watch;
  }

  private List<String> rulesFor(Set<EventType> types) {
    return inForce.enabled().stream()
        .filter(rule -> !rule.name().equals(Canary.RULE))
        .filter(rule ->
            !Collections.disjoint(Interest.ofCondition(rule.condition().eventTypes()), types))
        .map(Rule::name)
        .toList();
  }

  private Engine engine(Config config, RuleLoader.Result result) {
    dispatch.counts().expect(result.rules());
    health.ok(Health.RULES, LoadedRules.count(result.rules()) + " rules");
    return new Engine(
        result.rules(), config.allMatches() ? Matching.ALL : Matching.FIRST, dispatch);
  }

  private List<String> takeOver(Config config, RuleLoader.Result result) {
    Wanted wanted = wanted(result);
    operations.withLive(live -> live.sensor().select(wanted));
    inForce = result.rules();
    rules.to(engine(config, result), result.rules().paths());
    operations.config(config);
    dispatch.redaction(new Redaction(config.get(SecurityKeys.REDACT)));
    Logging.level(config.get(LoggingKeys.LOG_LEVEL));
    securityLog.ifPresent(
        log -> log.note("reload", LoadedRules.count(result.rules()) + " rules in force"));
    return outputs.takeOver(config);
  }

  private Wanted wanted(RuleLoader.Result result) {
    Wanted wanted = LoadedRules.wanted(result.rules());
    if (anomalyFeed == null) {
      return wanted;
    }
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    types.addAll(wanted.types());
    types.add(AnomalyFeed.CONNECTIONS);
    return new Wanted(types, wanted.answers(), wanted.questions(), wanted.atEntry());
  }

  /** The rules that were found at the start, with what is wrong with them. */
  RuleLoader.Result loaded() {
    return loaded;
  }

  /** Watches until told to stop. */
  Accounting run(SensorLoading sensor, StopRequest stop) {
    Signals.handle("HUP", reload::request);
    Signals.handle("USR1", this::dump);
    securityLog.ifPresent(log -> log.note("start", Version.TEXT));
    try (Guard guard = new Guard(sensor.sensor().guard(), halts, hostname, dispatch::own).begin()) {
      stop.onSuddenEnd(guard::close);
      Runnable idle =
          () -> {
            operations.alive();
            tasks.run();
            guard.look();
          };
      EventIntake.Handler handler = anomalyFeed == null ? rules : anomalyFeed;
      Watch watch =
          new Watch(
              LoadedRules.count(loaded.rules()),
              wanted(loaded),
              loaded.rules().paths(),
              event -> {
                tap.event(event);
                handler.event(event);
              },
              ProcessLimits.DEFAULT.withImages(startConfig.get(CoreKeys.MAX_PROCESSES)),
              idle,
              this);
      return watch.run(sensor, stop);
    } finally {
      manager.stopping();
      securityLog.ifPresent(log -> log.note("stop", Version.TEXT));
      outputs.close();
    }
  }

  private static void logFile(Health health, Errors errors, String problem) {
    if (problem.isEmpty()) {
      health.ok("log", "is written");
    } else {
      errors.count(Errors.Type.LOG);
      health.degraded("log", problem);
      System.err.println("sentinel-edge: " + SafeText.of(problem));
    }
  }

  /** Writes to stderr what support asks for first. */
  private void dump() {
    StringBuilder text = new StringBuilder("state of " + Version.TEXT + ":\n");
    health
        .components()
        .forEach((name, component) ->
            text.append(
                "  %-24s %-9s %s%n"
                    .formatted(name, component.state(), SafeText.of(component.reason()))));
    new Metrics(this)
        .answer("")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.endsWith(" 0"))
        .forEach(line -> text.append("  ").append(SafeText.of(line)).append('\n'));
    System.err.print(text);
  }

  /** Work for the reader's thread. */
  ReaderTasks tasks() {
    return tasks;
  }

  @Override
  public Operations operations() {
    return operations;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public Errors errors() {
    return errors;
  }

  @Override
  public Canary canary() {
    return canary;
  }

  @Override
  public Dispatch dispatch() {
    return dispatch;
  }

  @Override
  public AlertQueue alerts() {
    return alerts;
  }

  @Override
  public List<Output> outputs() {
    return outputs.all();
  }

  @Override
  public Reload reload() {
    return reload;
  }

  @Override
  public Losses losses() {
    return losses;
  }

  @Override
  public Accounting accounting() {
    LossWatch watch = lossWatch;
    return watch == null ? Accounting.NONE : watch.accounting();
  }

  @Override
  public long memoryLimit() {
    return memory.limit();
  }

  @Override
  public String workload(long id) {
    return id == Losses.OTHERS ? "other" : workloads.name(id);
  }
}
