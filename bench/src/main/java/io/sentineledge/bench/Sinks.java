package io.sentineledge.bench;

import io.sentineledge.agent.http.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@value #RATE} alerts a second through a file, a webhook and syslog over TCP at once, against the
 * same alerts with none of them: how long an event takes to its alert, what was dropped, what still
 * waits soon after, and how fast {@code /metrics} answers meanwhile.
 */
public final class Sinks {
  private static final int RATE = 5000;
  private static final int SECONDS = 10;
  private static final int PATIENCE_SECONDS = 30;
  private static final Pattern PORT =
      Pattern.compile("port\\.metrics listens on 127\\.0\\.0\\.1:(\\d+)");

  private final Path folder;
  private final Path tools;
  private final Path agent;

  /**
   * What one run showed.
   *
   * @param meanMillis from event to alert
   * @param scrapes of /metrics, in ms, sorted
   * @param late what each output still lacked then: it waits, unless it was dropped
   * @param behindSeconds after the last event, when all outputs had all or patience was over
   */
  private record Run(
      long opens,
      long alerts,
      double meanMillis,
      List<Double> scrapes,
      List<Long> late,
      double dropped,
      double behindSeconds) {}

  private Sinks(Path folder, Path tools, Path agent) {
    this.folder = folder;
    this.tools = tools;
    this.agent = agent;
  }

  /**
   * Arguments: folder of the compiled C tools, the agent's executable. Status 1: any was dropped or
   * not raised.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("sentinel-sinks");
    Sinks sinks = new Sinks(folder, Path.of(args[0]), Path.of(args[1]));
    boolean whole;
    try (Receiver webhook = new Receiver(Receiver.Kind.WEBHOOK);
        Receiver syslog = new Receiver(Receiver.Kind.SYSLOG)) {
      Path file = folder.resolve("alerts.json");
      String outputs =
          """
          [outputs.file]
          type = "file"
          path = "%s"
          [outputs.webhook]
          type = "webhook"
          url = "http://127.0.0.1:%d"
          [outputs.syslog]
          type = "syslog"
          address = "tcp://127.0.0.1:%d"
          """
              .formatted(file, webhook.port(), syslog.port());
      Run without = sinks.run("", List.of());
      Run with =
          sinks.run(outputs, List.of(() -> lines(file), webhook::received, syslog::received));
      System.out.printf(
          Locale.ROOT,
          "%,d alerts through file, webhook and syslog: %,.0f dropped;"
              + " %,d, %,d and %,d not there %.1f s after the last event%n"
              + "  events that raised alerts: %.4f, without outputs %.4f; event to alert: mean"
              + " %.2f ms, without %.2f: %.2f%n"
              + "  /metrics meanwhile: median %.1f ms, p99 %.1f; without %.1f and %.1f%n",
          with.opens,
          with.dropped,
          with.late.get(0),
          with.late.get(1),
          with.late.get(2),
          with.behindSeconds,
          (double) with.alerts / with.opens,
          (double) without.alerts / without.opens,
          with.meanMillis,
          without.meanMillis,
          with.meanMillis / without.meanMillis,
          Medians.of(with.scrapes),
          with.scrapes.get(with.scrapes.size() * 99 / 100),
          Medians.of(without.scrapes),
          without.scrapes.get(without.scrapes.size() * 99 / 100));
      whole = with.alerts == with.opens && with.dropped == 0;
    } finally {
      delete(folder);
    }
    if (!whole) {
      System.exit(1);
    }
  }

  private Run run(String outputs, List<LongSupplier> received) throws Exception {
    Path marked = folder.resolve("marked");
    Files.writeString(marked, "");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            - rule: Marked file opened
              desc: each is an alert
              condition: evt.type in (open, openat, openat2) and fd.name = %s
              output: "%%proc.name opened %%fd.name (user=%%user.name cmd=%%proc.cmdline)"
              priority: WARNING
            """
                .formatted(marked));
    Path config =
        Files.writeString(
            folder.resolve("config.toml"),
            """
            [core]
            state_dir = "%s"
            [monitoring]
            health_check_port = 0
            prometheus_port = 0
            %s\
            """
                .formatted(folder.resolve("state"), outputs));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    try (Background running =
        Background.agent(
            agent,
            "--json",
            "--no-default-rules",
            "--rules",
            rules.toString(),
            "--config",
            config.toString())) {
      InetSocketAddress port = port(running);
      // As an agent is that has run for a while
      long warm = (long) Workload.run(tools, "paced", "3", "" + RATE, marked.toString());
      Thread.sleep(1000);
      String begin = metrics(port);
      List<Double> scrapes = new ArrayList<>();
      long opens;
      try (Workload opener =
          Workload.start(tools, "paced", "" + SECONDS, "" + RATE, marked.toString())) {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (System.nanoTime() < end) {
          long asked = System.nanoTime();
          metrics(port);
          scrapes.add((System.nanoTime() - asked) / 1e6);
          Thread.sleep(50);
        }
        opens = (long) opener.result();
      }
      long last = System.nanoTime();
      List<Long> late = late(received, warm + opens);
      double behind = (System.nanoTime() - last) / 1e9;
      Thread.sleep(1000);
      String after = metrics(port);
      running.stop();
      Collections.sort(scrapes);
      return new Run(
          warm + opens,
          (long) value(after, "sentinel_alerts_total{rule=\"Marked file opened\""),
          1e3
              * difference(begin, after, "sentinel_alert_latency_seconds_sum")
              / difference(begin, after, "sentinel_alert_latency_seconds_count"),
          scrapes,
          late,
          value(after, "sentinel_output_dropped_total"),
          behind);
    }
  }

  private static InetSocketAddress port(Background agent) throws Exception {
    Matcher found = PORT.matcher(agent.errors());
    while (!found.find()) {
      Thread.sleep(20);
      found = PORT.matcher(agent.errors());
    }
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
  }

  private static String metrics(InetSocketAddress port)
      throws IOException, GeneralSecurityException {
    return Client.get(port, "/metrics", Optional.empty()).body();
  }

  /** By how much a sample has grown. */
  private static double difference(String before, String after, String sample) {
    return value(after, sample) - value(before, sample);
  }

  private static double value(String metrics, String sample) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What each output lacks, once none lacks anything or patience is over. */
  private static List<Long> late(List<LongSupplier> received, long sent)
      throws InterruptedException {
    List<Long> late = List.of();
    for (int i = 0; i < PATIENCE_SECONDS; i++) {
      late = received.stream().map(counter -> sent - counter.getAsLong()).toList();
      if (late.stream().allMatch(n -> n == 0)) {
        break;
      }
      Thread.sleep(1000);
    }
    return late;
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
