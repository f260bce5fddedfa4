package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics of a running agent that no other test moves, compared with what moved them. */
@Timeout(300)
class MetricsTest extends AgentFixture {
  private static final int PROCESSES = 200;
  private static final int ARGUMENT_BYTES = 4000;
  private static final int THREADS = 50;

  private static final String START_THREADS =
      """
      import threading
      for i in range(%d):
          t = threading.Thread(target=int)
          t.start()
          t.join()
      """
          .formatted(THREADS);

  private static void awaitMore(AgentProcess agent, String sample, double than) {
    agent.await(sample + " > " + than, () -> Scrape.metric(agent, sample) > than);
  }

  /** Processes that end when they are told to; each has a long argument. */
  private static List<Process> startProcesses() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      all.add(
          new ProcessBuilder("sh", "-c", "read line", "sh", i + "x".repeat(ARGUMENT_BYTES))
              .start());
    }
    return all;
  }

  @Test
  void processesProgramsAndThreads() throws Exception {
    try (AgentProcess agent = start(Map.of())) {
      String started = "sentinel_events_processed_total{type=\"execve\"}";
      double programs = Scrape.metric(agent, started);
      double processes = Scrape.metric(agent, "sentinel_processes");
      double arguments = Scrape.metric(agent, "sentinel_process_argument_bytes");
      List<Process> children = startProcesses();
      // What else the machine does may end meanwhile
      awaitMore(agent, "sentinel_processes", processes + PROCESSES / 2.0);
      awaitMore(
          agent, "sentinel_process_argument_bytes", arguments + PROCESSES / 2.0 * ARGUMENT_BYTES);
      awaitMore(agent, started, programs + PROCESSES - 1);
      children.forEach(Process::destroyForcibly);

      // The kernel sends the end of a process, not of each thread
      String filtered = "sentinel_events_filtered_total{type=\"procexit\"}";
      double before = Scrape.metric(agent, filtered);
      assertEquals(0, new ProcessBuilder("python3", "-c", START_THREADS).start().waitFor());
      awaitMore(agent, filtered, before + THREADS - 1);

      try (KernelStatistics statistics = new KernelStatistics()) {
        String program = "{program=\"se_sys_exit\"}";
        agent.await(
            "runs", () -> Scrape.metrics(agent).contains("sentinel_program_runs_total" + program));
        awaitMore(agent, "sentinel_program_runs_total" + program, 1000);
        awaitMore(agent, "sentinel_program_run_seconds_total" + program, 0);
      }
    }
  }

  @Test
  void theAgentItself() throws Exception {
    try (AgentProcess agent = start(Map.of("SENTINEL_CANARY_INTERVAL_SEC", "1"))) {
      assertEquals(1, Scrape.metric(agent, "sentinel_build_info{version=\"0.1.0\"}"));
      double most = Scrape.metric(agent, "sentinel_jvm_heap_max_bytes");
      assertTrue(most > 32 << 20 && most <= 64 << 20, "the bound of jvm.options: " + most);
      double used = Scrape.metric(agent, "sentinel_jvm_heap_used_bytes");
      // What each answer leaves
      agent.await("garbage", () -> Scrape.metric(agent, "sentinel_jvm_heap_used_bytes") != used);
      double committed = Scrape.metric(agent, "sentinel_jvm_heap_committed_bytes");
      assertTrue(used > 0 && used <= committed && committed <= most, used + " of " + committed);
      awaitMore(agent, "sentinel_canary_seen_total", 2);
      assertTrue(Scrape.metric(agent, "sentinel_canary_sent_total") >= 3);
      double latency = Scrape.metric(agent, "sentinel_canary_latency_seconds");
      assertTrue(latency > 0 && latency < 60, "" + latency);
    }
  }

  @Test
  void alertsAndTheirOutputs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String text =
          """
          [outputs.folded]
          type = "file"
          path = "%s/alerts.json"
          fold_sec = 2
          [outputs.silent]
          type = "webhook"
          url = "http://127.0.0.1:%d"
          timeout_ms = 200
          [logging]
          log_file = "%s/sentinel.log"
          """
              .formatted(folder, silent.getLocalPort(), rules);
      // A file is in the way of the spool and of the log
      Map<String, String> environment =
          Map.of("SENTINEL_STATE_DIR", rules + "/state", "SENTINEL_BATCH_SIZE", "1");
      Path file = Files.writeString(marked.resolve("f"), "x");
      try (AgentProcess agent = start(environment, "--json", "--config", config(text).toString())) {
        cat(file, file, file, file);
        awaitMore(agent, "sentinel_output_folded_total{output=\"folded\"}", 0);
        String labels = "{rule=\"Marked file opened\",priority=\"Warning\",namespace=\"user\"}";
        assertEquals(4, Scrape.metric(agent, "sentinel_alerts_total" + labels));
        agent.await(
            "all",
            () ->
                Scrape.metric(agent, "sentinel_output_alerts_total{output=\"folded\"}")
                        + Scrape.metric(agent, "sentinel_output_folded_total{output=\"folded\"}")
                    == 4);
        assertEquals(4, Scrape.metric(agent, "sentinel_alert_latency_seconds_count"));
        assertTrue(Scrape.metric(agent, "sentinel_alert_latency_seconds_sum") > 0);

        String failures = "sentinel_output_failures_total{output=\"silent\"}";
        awaitMore(agent, failures, 1);
        // One of the four is being handed over, again and again
        assertEquals(4, Scrape.metric(agent, "sentinel_output_queue_length{output=\"silent\"}"));
        double failed = Scrape.metric(agent, failures);
        String errors = "sentinel_errors_by_type_total{type=\"%s\"}";
        assertTrue(Scrape.metric(agent, errors.formatted("output")) >= failed);
        assertEquals(1, Scrape.metric(agent, errors.formatted("log")));

        Files.writeString(rules, "- rule: Broken\n");
        awaitMore(agent, errors.formatted("reload"), 0);
      }
    }
  }

  /** How often the kernel says that it skipped programs of this name, of any agent. */
  private static List<Double> kernelsCount(String program) throws Exception {
    Process bpftool =
        new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin exec bpftool -j prog show")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String all = new String(bpftool.getInputStream().readAllBytes(), UTF_8);
    return Pattern.compile("\"name\":\"" + program + "\"[^{}]*\"recursion_misses\":(\\d+)")
        .matcher(all)
        .results()
        .map(found -> Double.valueOf(found.group(1)))
        .toList();
  }

  @Test
  void runsOfAProgramThatTheKernelSkipped() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one processor interrupts none");
    String missed = "sentinel_program_missed_total{program=\"se_tcp\"}";
    String lost = "sentinel_events_dropped_total{type=\"unknown\",reason=\"program_skipped\"}";
    try (AgentProcess agent = start(Map.of())) {
      double before = Scrape.metric(agent, missed);
      try (Skipped _ = new Skipped()) {
        awaitMore(agent, missed, before);
      }
      // The kernel's own count, once nothing moves it any more
      agent.await("the losses", () -> Scrape.metric(agent, lost) == Scrape.metric(agent, missed));
      List<Double> counts = kernelsCount("se_tcp");
      assertTrue(counts.contains(Scrape.metric(agent, missed)), counts::toString);
      agent.await(
          "the log",
          () -> agent.stderr().contains("Kernel programs were skipped, events dropped: "));
    }
  }
}
