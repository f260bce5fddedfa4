package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.health.Health;
import io.sentineledge.output.AlertQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault inside an agent, which only a test in the same process can cause. Needs root. */
@Timeout(120)
class RecoveryTest {
  private static final long PATIENCE_SECONDS = 30;

  private final StopRequest stop = new StopRequest();
  private final Agent agent = agent();
  private final FutureTask<Boolean> run = new FutureTask<>(this::run);

  private static Agent agent() {
    Map<String, String> variables =
        Map.of(
            "SENTINEL_CONFIG_PATH",
            "/dev/null",
            "SENTINEL_HEALTH_CHECK_ENABLED",
            "false",
            "SENTINEL_METRICS_ENABLED",
            "false",
            "SENTINEL_CANARY_INTERVAL_SEC",
            "1");
    ConfigLoader.Result read = ConfigLoader.load(null, variables, List.of());
    RuleOptions options = new RuleOptions();
    options.noDefaults = true;
    return new Agent(
        read.config(), () -> read, options, new AlertQueue(List.of(), 100, 1 << 20, Duration.ZERO));
  }

  private boolean run() {
    try (SensorLoading sensor = SensorLoading.begin(Config.DEFAULT.sensor())) {
      agent.run(sensor, stop);
      return true;
    }
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> what + ": " + agent.health().components());
      Thread.sleep(20);
    }
  }

  private boolean is(String part, Health.State state) {
    Health.Component component = agent.health().components().get(part);
    return component != null && component.state() == state;
  }

  private long recoveries(String part) {
    return agent.health().recoveries().getOrDefault(part, 0L);
  }

  @BeforeEach
  void begin() throws InterruptedException {
    boolean ci = "true".equals(System.getenv("CI"));
    assumeTrue(ci || System.getProperty("user.name").equals("root"), "loading programs needs root");
    Thread.ofPlatform().name("reader under test").start(run);
    await("ready", () -> agent.health().ready());
  }

  @AfterEach
  void end() throws InterruptedException, ExecutionException {
    stop.request();
    assertTrue(run.get());
  }

  @Test
  void programsThatAreDetachedAreAttachedAgain() throws Exception {
    long begin = System.nanoTime();
    agent
        .operations()
        .ask(
            live -> {
              live.sensor().stop();
              return true;
            },
            false);
    await("the fault to be seen", () -> is(Health.CANARY, Health.State.BROKEN));
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10), "seen within seconds");
    await("recovery", () -> is(Health.CANARY, Health.State.OK));
    assertEquals(1, recoveries(Health.CANARY));
    assertTrue(agent.operations().reattached() >= 1);
  }
}
