package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.config.Keys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.EventType;
import io.sentineledge.output.AlertQueue;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.sensor.Accounting;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The parts of a running agent beside the way of the events, put together. */
final class Agent implements Metrics.Sources {
  private final Health health = new Health();
  private final Errors errors = new Errors();
  private final Canary canary = new Canary();
  private final AlertQueue alerts;
  private final Dispatch dispatch;
  private final RuleLoader.Result loaded;
  private final RuleSwitch rules;
  private final Reload reload;
  private final Operations operations;

  /**
   * @param reader reads what is configured now
   * @param alerts takes what the rules find
   */
  Agent(
      Config config, Supplier<ConfigLoader.Result> reader, RuleOptions options, AlertQueue alerts) {
    this.alerts = alerts;
    dispatch =
        new Dispatch(canary, config.get(Keys.CANARY_TO_OUTPUTS), alerts::offer, health, errors);
    loaded = LoadedRules.load(config, options, canary.rule());
    rules = new RuleSwitch(engine(config, loaded));
    reload = new Reload(config, reader, options, canary.rule(), this::takeOver, health, errors);
    StatusPages pages = new StatusPages(health, new Metrics(this));
    Ports ports = new Ports(config, health, errors, pages.pages());
    operations =
        new Operations(
            config, health, errors, canary, ports, List.of(reload::look, ports::refresh));
  }

  private Engine engine(Config config, RuleLoader.Result result) {
    dispatch.expect(result.rules());
    health.ok(Health.RULES, LoadedRules.count(result.rules()) + " rules");
    return new Engine(
        result.rules(), config.allMatches() ? Matching.ALL : Matching.FIRST, dispatch);
  }

  private void takeOver(Config config, RuleLoader.Result result) {
    Set<EventType> types = LoadedRules.types(result.rules());
    operations.ask(live -> select(live, types), false);
    rules.to(engine(config, result), result.rules().paths());
    operations.config(config);
    Logging.level(config.get(Keys.LOG_LEVEL));
  }

  private static boolean select(Live live, Set<EventType> types) {
    live.sensor().select(types);
    return true;
  }

  /** The rules that were found at the start, with what is wrong with them. */
  RuleLoader.Result loaded() {
    return loaded;
  }

  /** Watches until told to stop. */
  Accounting run(SensorLoading sensor, StopRequest stop) {
    Signals.handle("HUP", reload::request);
    String hostname = Hostname.of(System.getenv());
    try (Guard guard = new Guard(sensor.sensor().guard(), hostname, alerts::offer).begin()) {
      Runnable idle =
          () -> {
            operations.alive();
            guard.look();
          };
      Watch watch =
          new Watch(
              LoadedRules.count(loaded.rules()),
              LoadedRules.types(loaded.rules()),
              loaded.rules().paths(),
              rules,
              idle,
              operations);
      return watch.run(sensor, stop);
    }
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
  public Reload reload() {
    return reload;
  }
}
