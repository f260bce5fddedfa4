package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Page;
import io.sentineledge.agent.http.Request;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.output.AlertQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault inside an agent, which only a test in the same process can cause. Needs root. */
@Timeout(120)
class RecoveryTest {
  private static final long PATIENCE_SECONDS = 30;

  private final StopRequest stop = new StopRequest();
  private final FutureTask<Boolean> run = new FutureTask<>(this::run);
  private Agent agent = agent(true);

  private static Agent agent(boolean recovers) {
    Map<String, String> variables =
        Map.of(
            "SENTINEL_CONFIG_PATH",
            "/dev/null",
            "SENTINEL_HEALTH_CHECK_ENABLED",
            "false",
            "SENTINEL_METRICS_ENABLED",
            "false",
            "SENTINEL_AUTO_RECOVERY",
            "" + recovers,
            "SENTINEL_CANARY_INTERVAL_SEC",
            "1");
    ConfigLoader.Result read = ConfigLoader.load(null, variables, List.of());
    RuleOptions options = new RuleOptions();
    options.noDefaults = true;
    return new Agent(
        read.config(), () -> read, options, new AlertQueue(List.of(), 100, 1 << 20, Duration.ZERO));
  }

  private boolean run() {
    try (SensorLoading sensor = SensorLoading.begin(Config.DEFAULT)) {
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

  private void begin(boolean recovers) throws InterruptedException {
    Root.needed();
    agent = agent(recovers);
    Thread.ofPlatform().name("reader under test").start(run);
    await("ready", () -> agent.health().ready());
  }

  private void detach() {
    agent.operations().withLive(live -> live.sensor().stop());
  }

  @AfterEach
  void end() throws InterruptedException, ExecutionException {
    stop.request();
    assertTrue(run.get());
  }

  @Test
  void programsThatAreDetachedAreAttachedAgain() throws Exception {
    begin(true);
    long begin = System.nanoTime();
    detach();
    await("the fault to be seen", () -> is(Health.CANARY, Health.State.BROKEN));
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10), "seen within seconds");
    await("recovery", () -> is(Health.CANARY, Health.State.OK));
    assertEquals(1, recoveries(Health.CANARY));
    assertTrue(agent.operations().reattached() >= 1);
    String metrics = new Metrics(agent).answer("").body();
    assertTrue(metrics.contains("sentinel_errors_by_type_total{type=\"canary\"} 1\n"), metrics);
    assertFalse(metrics.contains("sentinel_reattached_total 0\n"), metrics);
  }

  @Test
  void aPassAndARuleThatFailAreCounted() throws Exception {
    begin(true);
    RuntimeException failure = new IllegalStateException("a test");
    assertTrue(agent.goOn(failure));
    agent.dispatch().failed(agent.loaded().rules().enabled().getFirst(), failure);
    String metrics = new Metrics(agent).answer("").body();
    for (String type : List.of("internal", "rule")) {
      String sample = "sentinel_errors_by_type_total{type=\"" + type + "\"} 1\n";
      assertTrue(metrics.contains(sample), metrics);
    }
  }

  @Test
  void aPipelineThatIsStuckIsToldAndFoundAgain() throws Exception {
    begin(true);
    Metrics metrics = new Metrics(agent);
    Page page =
        Objects.requireNonNull(new StatusPages(agent.health(), metrics).pages().get("/health"));
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> stuck =
        agent
            .tasks()
            .ask(() -> {
              try {
                return release.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                return false;
              }
            });
    await("the fault to be seen", () -> is(Health.READER, Health.State.BROKEN));
    Request anybody = new Request("", "", Map.of());
    assertEquals(503, page.answer().apply(anybody).status());
    String sample = "sentinel_health{component=\"reader\"} ";
    assertTrue(metrics.answer("").body().contains(sample + "0\n"));
    release.countDown();
    assertTrue(stuck.get(), "it is told while it lasts");
    await("recovery", () -> agent.health().ready());
    assertEquals(1, recoveries(Health.READER));
    assertEquals(200, page.answer().apply(anybody).status());
    assertTrue(metrics.answer("").body().contains(sample + "1\n"));
  }

  @Test
  void anErrorInAPassIsToldAndTheReaderGoesOn() throws Exception {
    begin(true);
    CompletableFuture<Boolean> task =
        agent
            .tasks()
            .ask(() -> {
              throw new LinkageError("a test");
            });
    await("recovery", () -> recoveries(Health.READER) == 1);
    assertTrue(task.isCompletedExceptionally());
    assertEquals(1, agent.errors().get(Errors.Type.INTERNAL));
    long seen = agent.canary().seen();
    await("the agent's own event", () -> agent.canary().seen() > seen);
    assertTrue(agent.health().ready());
  }

  @Test
  void withoutAutoRecoveryTheFaultIsToldAndStays() throws Exception {
    begin(false);
    detach();
    await("the fault to be seen", () -> is(Health.CANARY, Health.State.BROKEN));
    Thread.sleep(3000);
    assertTrue(is(Health.CANARY, Health.State.BROKEN));
    assertEquals(0, agent.operations().reattached());
  }
}
