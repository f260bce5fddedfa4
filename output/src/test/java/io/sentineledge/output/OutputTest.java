package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputTest {
  @TempDir private Path folder = Path.of("");

  private static final Comparator<String> BY_NUMBER = Comparator.comparingInt(Integer::parseInt);

  private final MemorySink sink = new MemorySink();

  private Output output(int waiting, int batch, Duration fill, @Nullable Spool spool) {
    return new Output(
        "memory", settings(sink, new Output.Limits(waiting, batch, fill, Duration.ZERO)), spool);
  }

  static Output.Settings settings(RecordSink sink, Output.Limits limits) {
    AlertFormat text = sighting -> sighting.alert().output().getBytes(UTF_8);
    return new Output.Settings(sink, text, _ -> true, limits);
  }

  private Spool spool(long bytes) throws IOException {
    return new Spool(folder.resolve("spool/x.spool"), bytes);
  }

  static void offer(Output output, int from, int to) {
    IntStream.range(from, to).forEach(i -> output.offer(Alerts.alert("" + i, Map.of())));
  }

  static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Test
  void aBatchIsAsLargeAndWaitsAsLongAsItIsTold() throws Exception {
    try (Output output = output(100, 4, Duration.ofSeconds(30), null)) {
      offer(output, 0, 8);
      await(() -> sink.records.size() == 8);
      assertEquals(List.of(4, 4), sink.batches);
    }
    try (Output output = output(100, 4, Duration.ofMillis(50), null)) {
      offer(output, 0, 1);
      await(() -> sink.records.size() == 9);
      assertEquals(1, output.written());
    }
  }

  @Test
  void whatIsNotTakenWaitsOnDiskInOrder() throws Exception {
    sink.gone = true;
    try (Output output = output(16, 8, Duration.ZERO, spool(1 << 20))) {
      for (int i = 0; i < 1000; i++) {
        offer(output, i, i + 1);
        await(() -> output.queued() < 16);
      }
      await(() -> output.waiting() == 0 && output.spooledBytes() > 0);
      assertTrue(output.problem().contains("Connection refused"));
      sink.gone = false;
      await(() -> output.written() == 1000);
      assertEquals(numbers(0, 1000), sink.records);
      await(() -> output.spooledBytes() == 0);
      assertEquals("", output.problem());
      assertEquals(0, output.dropped(Output.Drop.QUEUE_FULL));
    }
  }

  @Test
  void whatIsOnDiskSurvivesARestart() throws Exception {
    sink.gone = true;
    try (Output output = output(100, 8, Duration.ZERO, spool(1 << 20))) {
      offer(output, 0, 50);
    }
    Path file = folder.resolve("spool/x.spool");
    Files.write(file, new byte[] {0, 0, 1}, StandardOpenOption.APPEND); // cut by a crash
    sink.gone = false;
    try (Output output = output(100, 8, Duration.ZERO, spool(1 << 20))) {
      offer(output, 50, 60);
      await(() -> output.written() == 60);
      assertEquals(numbers(0, 60), sink.records);
    }
  }

  @Test
  void theSpoolIsBoundedAndCounted() throws Exception {
    sink.gone = true;
    try (Output output = output(1000, 8, Duration.ZERO, spool(100))) {
      offer(output, 100, 200);
      await(() -> output.waiting() == 0 && output.dropped(Output.Drop.SPOOL_FULL) > 0);
    }
    assertTrue(Files.size(folder.resolve("spool/x.spool")) <= 100);
  }

  @Test
  void withoutASpoolTheQueueIsBoundedAndCounted() throws Exception {
    sink.gone = true;
    Output output = output(10, 2, Duration.ZERO, null);
    offer(output, 0, 1);
    await(() -> output.failures() > 0);
    offer(output, 1, 30);
    assertTrue(output.dropped(Output.Drop.QUEUE_FULL) >= 18);
    output.close();
    long dropped = output.dropped(Output.Drop.QUEUE_FULL) + output.dropped(Output.Drop.STOPPED);
    assertEquals(30, dropped + output.written());
  }

  @Test
  void repeatsAreOneRecordAndAreCounted() throws Exception {
    Output.Limits limits = new Output.Limits(100, 8, Duration.ZERO, Duration.ofMillis(300));
    AlertFormat format = s -> (s.alert().rule() + " " + s.count()).getBytes(UTF_8);
    try (Output output =
        new Output("memory", new Output.Settings(sink, format, _ -> true, limits), null)) {
      offer(output, 0, 50);
      await(() -> output.written() == 2);
      offer(output, 50, 60); // in the window that follows: told when the output closes
      await(() -> output.waiting() == 0);
    }
    String rule = "Credential file read ";
    assertEquals(List.of(rule + 1, rule + 49, rule + 10), sink.records);
  }

  @Test
  void whatWaitsGoesToTheNewSinkAndNothingTwice() throws Exception {
    MemorySink next = new MemorySink();
    Output.Limits limits = new Output.Limits(1000, 8, Duration.ZERO, Duration.ZERO);
    for (Spool spool : new @Nullable Spool[] {spool(1 << 20), null}) {
      sink.records.clear();
      next.records.clear();
      sink.gone = false;
      try (Output output = output(1000, 8, Duration.ZERO, spool)) {
        offer(output, 0, 10);
        await(() -> output.written() == 10);
        sink.gone = true;
        offer(output, 10, 50);
        await(() -> output.failures() > 0);
        output.replace(settings(next, limits), 1 << 20);
        offer(output, 50, 100);
        await(() -> output.written() == 100);
      }
      assertEquals(numbers(0, 10), sink.records);
      assertEquals(numbers(10, 100), next.records);
    }
  }

  @Test
  void whatASlowSinkDoesNotTakeInTimeWaitsOnDisk() throws Exception {
    Semaphore batches = new Semaphore(0);
    RecordSink slow =
        new RecordSink() {
          @Override
          public void write(List<byte[]> records) throws IOException {
            batches.acquireUninterruptibly();
            sink.write(records);
          }

          @Override
          public void close() {}
        };
    Output.Limits limits = new Output.Limits(16, 8, Duration.ZERO, Duration.ZERO);
    try (Output output = new Output("slow", settings(slow, limits), spool(1 << 20))) {
      for (int i = 0; i < 64; i++) {
        offer(output, i, i + 1);
        await(() -> output.queued() <= 8); // while the sink hangs
      }
      await(() -> output.spooledBytes() > 0);
      batches.release(100);
      await(() -> output.written() == 64);
      assertEquals(numbers(0, 64), sink.records);
      assertEquals(0, output.dropped(Output.Drop.QUEUE_FULL));
    }
  }

  @Test
  void ofABatchThatFailedOnlyTheRestComesAgain() throws Exception {
    RecordSink partly =
        new RecordSink() {
          private int left = 5;

          @Override
          public void write(List<byte[]> records) throws IOException {
            int taken = Math.min(left, records.size());
            sink.write(records.subList(0, taken));
            left = taken < records.size() ? 5 : left - taken;
            if (taken < records.size()) {
              throw new IncompleteException(
                  new IOException("Connection reset"), records.subList(taken, records.size()), 0);
            }
          }

          @Override
          public void close() {}
        };
    Output.Limits limits = new Output.Limits(1000, 20, Duration.ZERO, Duration.ZERO);
    try (Output output = new Output("partly", settings(partly, limits), spool(1 << 20))) {
      offer(output, 0, 20);
      await(() -> output.written() == 20);
    }
    assertEquals(numbers(0, 20), sink.records);
  }

  @Test
  void ofABatchThatAnsweredInPartsNothingComesTwiceAlsoAfterARestart() throws Exception {
    RecordSink even =
        new RecordSink() {
          @Override
          public void write(List<byte[]> records) throws IOException {
            List<byte[]> left = new ArrayList<>();
            for (byte[] record : records) {
              if (record[record.length - 1] % 2 == 0) {
                sink.write(List.of(record));
              } else {
                left.add(record);
              }
            }
            throw new IncompleteException(new IOException("Connection reset"), left, 0);
          }

          @Override
          public void close() {}
        };
    Output.Limits limits = new Output.Limits(1000, 20, Duration.ofSeconds(10), Duration.ZERO);
    try (Output output = new Output("even", settings(even, limits), spool(1 << 20))) {
      offer(output, 0, 20);
      await(() -> output.written() == 10 && output.spooledBytes() > 0);
    }
    try (Output output = output(1000, 20, Duration.ZERO, spool(1 << 20))) {
      await(() -> output.written() == 10);
    }
    assertEquals(20, sink.records.size());
    assertEquals(numbers(0, 20), sink.records.stream().sorted(BY_NUMBER).toList());
  }

  @Test
  void whatAHangingSinkHoldsIsOnDiskWhenTheAgentEnds() throws Exception {
    Semaphore never = new Semaphore(0);
    RecordSink hanging =
        new RecordSink() {
          @Override
          public void write(List<byte[]> records) {
            never.acquireUninterruptibly();
          }

          @Override
          public void close() {}
        };
    Output.Limits limits = new Output.Limits(100, 8, Duration.ZERO, Duration.ZERO);
    try (Output output = new Output("hanging", settings(hanging, limits), spool(1 << 20))) {
      offer(output, 0, 50);
    }
    try (Output output = output(100, 8, Duration.ZERO, spool(1 << 20))) {
      await(() -> output.written() == 50);
    } finally {
      never.release(100);
    }
    assertEquals(numbers(0, 50), sink.records);
  }

  @Test
  void whatIsOfferedWhileItEndsIsHandedOverOrCounted() throws Exception {
    for (int round = 0; round < 50; round++) {
      Output output = output(1 << 20, 8, Duration.ZERO, null);
      AtomicBoolean go = new AtomicBoolean(true);
      List<Thread> offering = new ArrayList<>();
      AtomicLong offered = new AtomicLong();
      for (int i = 0; i < 2; i++) {
        offering.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (go.get()) {
                    output.offer(Alerts.alert("x", Map.of()));
                    offered.incrementAndGet();
                  }
                }));
      }
      int enough = round;
      await(() -> offered.get() > enough);
      output.close();
      go.set(false);
      for (Thread each : offering) {
        each.join();
      }
      await(output::ended);
      long counted = output.written() + output.dropped(Output.Drop.STOPPED);
      assertEquals(offered.get(), counted + output.dropped(Output.Drop.QUEUE_FULL));
    }
  }

  @Test
  void filters() {
    AlertFilter urgent = AlertFilter.of(Priority.ALERT, List.of(), List.of());
    AlertFilter named = AlertFilter.of(Priority.DEBUG, List.of("Other", "Cred*read"), List.of());
    AlertFilter other = AlertFilter.of(Priority.DEBUG, List.of("Cred"), List.of());
    AlertFilter tagged = AlertFilter.of(Priority.CRITICAL, List.of(), List.of("T1003.008"));
    AlertFilter untagged = AlertFilter.of(Priority.DEBUG, List.of(), List.of("T1"));
    assertEquals(
        List.of(false, true, false, true, false),
        List.of(urgent, named, other, tagged, untagged).stream()
            .map(filter -> filter.test(Alerts.alert("x", Map.of())))
            .toList());
  }

  @Test
  void secretsAreMasked() {
    Redaction redaction = new Redaction(List.of("pin:([0-9]+)", "internal-[a-z]+"));
    for (String[] pair :
        new String[][] {
          {"mysql --password=hunter2 -u x", "mysql --password=*** -u x"},
          {"x --api-key abc123 y", "x --api-key *** y"},
          {"AWS_SECRET_ACCESS_KEY=abc/def cmd", "AWS_SECRET_ACCESS_KEY=*** cmd"},
          {"curl -H Authorization: Bearer abc.def", "curl -H Authorization: Bearer ***"},
          {"git clone https://u:p4ss@host/x", "git clone https://u:***@host/x"},
          {"key AKIAABCDEFGHIJKLMNOP", "key ***"},
          {"pin:1234 internal-name", "pin:*** ***"},
          {
            "MYSQL_PASSWORD=x AUTHORIZATION: BASIC y", "MYSQL_PASSWORD=*** AUTHORIZATION: BASIC ***"
          },
          {"api_\u212aey=x é", "api_\u212aey=*** é"},
          {"ghp_0123456789012345678901234567890123456789", "***"},
          {"cat /etc/passwd", "cat /etc/passwd"},
          {"command = [\"--token\", \"abc\"]", "command = [\"--token\", \"abc\"]"},
          {"vi /etc/secret-service.conf token", "vi /etc/secret-service.conf token"},
        }) {
      assertEquals(pair[1], redaction.text(pair[0]));
    }
    assertEquals(
        "cmd --token=***",
        redaction
            .of(Alerts.alert("x", Map.of("proc.cmdline", "cmd --token=abc")))
            .fields()
            .get("proc.cmdline"));
  }

  @Test
  void inTextsThatLeaveTheMachineMoreIsMasked() {
    Redaction redaction = Redaction.ofTexts(List.of(), List.of("Key s3cr3t-w0rd", "true"));
    for (String[] pair :
        new String[][] {
          {"command = [\"--token\", \"abc\"]", "command = [\"--token\", \"***\"]"},
          {"{\"password\":\"two words\"}", "{\"password\":\"***\"}"},
          {"secret: abc, on: true", "secret: ***, on: true"},
          {"sent Key s3cr3t-w0rd, then s3cr3t-w0rd", "sent ***, then ***"},
          {"auth_token_file = \"/etc/x\"", "auth_token_file = \"/etc/x\""},
        }) {
      assertEquals(pair[1], redaction.text(pair[0]));
    }
  }
}
