package io.sentineledge.detect.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are made up, with seeds, of what machines do and of what attackers do. */
class DetectorTest {
  private static final int WARM_UP = 180;
  private static final int HOUR = 360;
  private static final int TOLERANCE = 6;
  private static final int PROCESSORS = 2;

  private final List<Anomaly> told = new ArrayList<>();
  private final Detector detector = new Detector(WARM_UP, TOLERANCE, PROCESSORS);
  private long fresh = 1_000_000;

  /** A build: some minutes of many short programs, of different intensity, then a pause. */
  private final class Builder {
    private final Random random;
    private int left;
    private boolean busy;
    private int intensity;

    Builder(Random random) {
      this.random = random;
    }

    void interval() {
      if (left-- <= 0) {
        busy = !busy;
        left = 3 + random.nextInt(busy ? 40 : 20);
        intensity = 200 + random.nextInt(1000);
      }
      if (busy) {
        long programs = (long) intensity / 2 + random.nextInt(intensity);
        detector.count("/build", Rate.EXEC, programs);
        detector.count("/build", Rate.FAILED_OPENS, programs * (20 + random.nextInt(30)));
        for (int i = 0; i < programs; i++) {
          detector.executable("/build", random.nextInt(60));
        }
        detector.destination("/build", random.nextInt(20));
      }
    }
  }

  /** A package manager: once in a while new programs, new mirrors, calls of setuid. */
  private void packages(Random random) {
    if (random.nextInt(40) == 0) {
      int packages = 1 + random.nextInt(30);
      detector.count("/host", Rate.EXEC, packages * 25L);
      detector.count("/host", Rate.PRIVILEGE_CHANGES, packages);
      detector.count("/host", Rate.FAILED_OPENS, packages * 40L);
      for (int i = 0; i < packages / 2; i++) {
        detector.executable("/host", fresh++);
        detector.destination("/host", random.nextInt(10));
      }
    }
  }

  /** A service: steady, with a daily rhythm, clients that come and go. */
  private void service(Random random, int interval) {
    double day = 1 + 0.5 * Math.sin(interval / 100.0);
    detector.count("/web", Rate.EXEC, Math.round(3 * day * random.nextDouble()));
    detector.count("/web", Rate.FAILED_OPENS, Math.round(20 * day * random.nextDouble()));
    for (int i = 0; i < 5 * day; i++) {
      detector.destination("/web", random.nextInt(200));
    }
  }

  private void work(long seed, int intervals) {
    Random random = new Random(seed);
    Builder builder = new Builder(random);
    for (int i = 0; i < intervals; i++) {
      builder.interval();
      packages(random);
      service(random, i);
      detector.endInterval(told::add);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anHourOfOrdinaryWorkIsNotUnusual(long seed) {
    work(seed, WARM_UP + HOUR);
    assertEquals(List.of(), told);
  }

  /** What a machine with two processors was seen to do, after a time in which little happened. */
  @Test
  void theFirstBuildAndTheFirstInstallationAreNotUnusual() {
    for (int i = 0; i < WARM_UP + 10; i++) {
      for (String workload : List.of("/session", "/packages", "/jobs")) {
        detector.count(workload, Rate.EXEC, 5);
        detector.count(workload, Rate.FAILED_OPENS, 100);
      }
      detector.endInterval(told::add);
    }
    // make with a compiler of C; debootstrap; a job that asks dpkg for each package
    detector.count("/session", Rate.EXEC, 900);
    detector.count("/session", Rate.FAILED_OPENS, 22_000);
    detector.count("/packages", Rate.EXEC, 1_100);
    detector.count("/packages", Rate.PRIVILEGE_CHANGES, 30);
    detector.count("/packages", Rate.FAILED_OPENS, 2_000);
    detector.count("/jobs", Rate.EXEC, 600);
    detector.count("/jobs", Rate.FAILED_OPENS, 4_000);
    for (int i = 0; i < 90; i++) {
      detector.executable("/packages", fresh++);
    }
    detector.endInterval(told::add);
    assertEquals(List.of(), told);
  }

  private Anomaly only(Rate rate) {
    assertEquals(1, told.size(), told::toString);
    assertEquals(rate, told.getFirst().rate());
    return told.getFirst();
  }

  @Test
  void aServiceThatScansTheNetworkIsUnusual() {
    work(1, WARM_UP + HOUR);
    for (int i = 0; i < 400; i++) {
      detector.destination("/web", fresh++);
    }
    detector.endInterval(told::add);
    Anomaly anomaly = only(Rate.NEW_DESTINATIONS);
    assertEquals("/web", anomaly.workload());
    assertTrue(anomaly.count() > 300 && anomaly.limit() < 120, anomaly::toString);
  }

  @Test
  void aServiceThatStartsManyProgramsIsUnusual() {
    work(2, WARM_UP + HOUR);
    detector.count("/web", Rate.EXEC, 5000);
    detector.endInterval(told::add);
    Anomaly anomaly = only(Rate.EXEC);
    assertEquals(5000, anomaly.count());
    assertEquals(3000, anomaly.limit());
    assertTrue(anomaly.median() >= 1 && anomaly.median() <= 5, anomaly::toString);
  }

  @Test
  void guessedFilesAndPasswordsAreUnusual() {
    work(3, WARM_UP + HOUR);
    detector.count("/web", Rate.FAILED_OPENS, 20_000);
    detector.endInterval(told::add);
    only(Rate.FAILED_OPENS);
    told.clear();
    detector.count("/host", Rate.PRIVILEGE_CHANGES, 400);
    detector.endInterval(told::add);
    only(Rate.PRIVILEGE_CHANGES);
  }

  @Test
  void aBuildThatIsFarLargerThanAnyBeforeIsUnusual() {
    work(4, WARM_UP + HOUR);
    detector.count("/build", Rate.EXEC, 20_000);
    detector.endInterval(told::add);
    Anomaly anomaly = only(Rate.EXEC);
    assertTrue(anomaly.limit() > 1500 && anomaly.limit() < 8000, anomaly::toString);
  }

  @Test
  void nothingIsToldDuringTheWarmUpAndAnAttackTeachesLittle() {
    for (int i = 0; i < WARM_UP; i++) {
      detector.count("/a", Rate.EXEC, i == 20 ? 5000 : 3);
      detector.endInterval(told::add);
    }
    assertEquals(List.of(), told);
    for (int i = 0; i < 300; i++) {
      detector.count("/b", Rate.EXEC, i < WARM_UP ? 3 : 50_000);
      detector.endInterval(told::add);
    }
    // One at its beginning, another while it goes on
    assertEquals(2, told.stream().filter(a -> a.workload().equals("/b")).count());
    assertTrue(told.getLast().limit() < 50_000, told::toString);
  }

  @Test
  void oneRatesAlertDoesNotHideAnothers() {
    work(8, WARM_UP + HOUR);
    detector.count("/web", Rate.EXEC, 5000);
    detector.endInterval(told::add);
    detector.count("/web", Rate.EXEC, 5000);
    detector.endInterval(told::add);
    detector.count("/web", Rate.FAILED_OPENS, 20_000);
    detector.endInterval(told::add);
    assertEquals(List.of(Rate.EXEC, Rate.FAILED_OPENS), told.stream().map(Anomaly::rate).toList());
  }

  @Test
  void whatWasLearnedSurvivesARestart() throws IOException {
    work(5, WARM_UP + HOUR);
    byte[] saved = detector.save();
    assertTrue(saved.length < 3 * 2048, "" + saved.length);
    Detector next = new Detector(WARM_UP, TOLERANCE, PROCESSORS);
    next.restore(saved);
    next.count("/web", Rate.EXEC, 5000);
    for (int i = 0; i < 200; i++) {
      next.destination("/web", i);
    }
    next.endInterval(told::add);
    // Its clients are known still; it does what it did not do before
    only(Rate.EXEC);
  }

  @Test
  void aDamagedStateIsRefusedWhole() throws IOException {
    work(6, 400);
    byte[] saved = detector.save();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = saved.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      Detector next = new Detector(WARM_UP, TOLERANCE, PROCESSORS);
      assertThrows(IOException.class, () -> next.restore(damaged));
      assertThrows(
          IOException.class,
          () -> next.restore(java.util.Arrays.copyOf(saved, random.nextInt(saved.length))));
      assertEquals(0, next.size());
    }
    new Detector(WARM_UP, TOLERANCE, PROCESSORS).restore(saved);
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      detector.count("/pod" + i, Rate.EXEC, 1);
    }
    assertEquals(256, detector.size());
    assertTrue(detector.save().length < 512 * 1024);
  }
}
