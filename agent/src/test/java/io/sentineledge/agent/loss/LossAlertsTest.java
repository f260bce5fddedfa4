package io.sentineledge.agent.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.detect.Alert;
import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Loss;
import io.sentineledge.sensor.WorkloadLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossAlertsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BOOT_WALL = 1_700_000_000L * SECOND;

  private final Losses losses = new Losses();
  private final List<Alert> told = new ArrayList<>();
  private final LossAlerts alerts =
      new LossAlerts(
          losses, id -> "/w" + id, types -> List.of("asks for " + types), "host", told::add);

  private static Accounting lost(EventType type, Loss loss, long events) {
    long[][] lost = new long[Loss.values().length][EventType.COUNT];
    for (Loss reason : Loss.values()) {
      lost[List.of(Loss.values()).indexOf(reason)][type.id()] = reason == loss ? events : 0;
    }
    long[] none = new long[EventType.COUNT];
    return new Accounting(none, none, lost, none, Map.of());
  }

  private static WorkloadLoss loss(long workload, long events, long first, long last) {
    return new WorkloadLoss(
        workload, EventType.OPENAT, Loss.BACK_PRESSURE, events, first * SECOND, last * SECOND);
  }

  private void kernel(long all, long second, WorkloadLoss... each) {
    losses.kernel(
        lost(EventType.OPENAT, Loss.BACK_PRESSURE, all),
        List.of(each),
        (second - 1) * SECOND,
        second * SECOND);
  }

  private List<Object> events() {
    return told.stream()
        .map(alert -> alert.fields().get("loss.events"))
        .map(Object.class::cast)
        .toList();
  }

  @Test
  void aLongLossIsToldAtItsBeginningEachMinuteAndAtItsEnd() {
    for (long second = 10; second < 200; second++) {
      kernel(second, second, loss(7, second, 10, second));
      alerts.look(second * SECOND, BOOT_WALL);
    }
    assertEquals(4, told.size());
    for (long second = 200; second < 300; second++) {
      alerts.look(second * SECOND, BOOT_WALL);
    }
    assertEquals(List.of(10L, 60L, 60L, 60L, 9L), events());
    Alert last = told.getLast();
    assertEquals(BOOT_WALL + 190 * SECOND, last.fields().get("loss.from"));
    assertEquals(BOOT_WALL + 199 * SECOND, last.fields().get("loss.to"));
    assertEquals(List.of("/w7"), last.fields().get("loss.workloads"));
    assertEquals(List.of("asks for [OPENAT]"), last.fields().get("loss.rules"));
    assertEquals(List.of("back_pressure"), last.fields().get("loss.reasons"));
  }

  @Test
  void whatTheKernelForgotCountsForOthers() {
    kernel(10, 5, loss(7, 4, 4, 5), loss(8, 3, 4, 5));
    kernel(20, 6, loss(7, 9, 4, 6));
    kernel(22, 7, loss(7, 9, 4, 6), loss(8, 2, 7, 7));
    assertEquals(9, of(7));
    assertEquals(5, of(8));
    assertEquals(22 - 14, of(Losses.OTHERS));
    alerts.finish(8 * SECOND, BOOT_WALL);
    assertEquals(List.of(22L), events());
    alerts.finish(9 * SECOND, BOOT_WALL);
    assertEquals(1, told.size());
  }

  private long of(long workload) {
    return losses.all().entrySet().stream()
        .filter(e -> e.getKey().workload() == workload)
        .mapToLong(e -> e.getValue().events())
        .sum();
  }

  @Test
  void memoryIsBounded() {
    for (int workload = 1; workload < 100_000; workload++) {
      losses.count(workload, EventType.OPENAT, Reason.QUEUE_FULL, SECOND);
    }
    assertTrue(losses.all().size() <= 1025);
    assertEquals(99_999, Losses.of(losses.totals(), EventType.OPENAT, Reason.QUEUE_FULL));
    alerts.finish(2 * SECOND, BOOT_WALL);
    assertEquals(List.of(99_999L), events());
    assertTrue(told.getFirst().output().length() < 2000);
  }
}
