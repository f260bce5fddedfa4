package io.sentineledge.agent;

import io.sentineledge.agent.http.Client;
import io.sentineledge.agent.logging.LogProvider;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.output.AlertFormat;
import io.sentineledge.output.JsonFormat;
import io.sentineledge.output.Terminal;
import io.sentineledge.output.TerminalFormat;
import io.sentineledge.output.TextFormat;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.Lookups;
import io.sentineledge.state.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What the build runs to make the start-up cache: the way of an event to an alert, which needs no
 * privilege, and then the agent itself for a moment, as far as it gets, or the command given. It
 * ends by itself: the cache is written after that, in as much time as a busy machine needs.
 */
public final class Training {
  private static final long SECOND = 1_000_000_000;
  private static final int EVENTS = 2000;
  private static final long SCRAPE_MILLIS = 300;
  private static final String RULES =
      """
      - rule: Training
        desc: matches the last event
        condition: evt.type = openat and fd.name = /etc/shadow and not proc.name in (passwd, sshd)
        output: "%proc.cmdline opened %fd.name (user=%user.name parent=%proc.pname)"
        priority: NOTICE
        tags: [training]
      """;

  private Training() {}

  public static void main(String[] arguments) {
    LogProvider.use();
    RuleLoader.Result loaded = new RuleLoader().addText("training", RULES).load();
    Engine engine = new Engine(loaded.rules(), Matching.FIRST, new Formatting());
    SyntheticSource.Builder records = new SyntheticSource.Builder();
    for (int i = 0; i < EVENTS; i++) {
      records.add(open(i, "/usr/lib/file" + i)).add(exec(i));
    }
    HostRoot root = HostRoot.find(Path.of("/proc"), Lookups.patient(new KernelNames()));
    EventContext context =
        new EventContext(new ProcessTable(), new HostAccounts(root), new FileIdentities(root));
    Pipeline pipeline =
        new Pipeline(
            records.add(open(EVENTS, "/etc/shadow")).build(),
            context,
            engine::evaluate,
            _ -> SECOND,
            Text.of("training"));
    pipeline.advance(SECOND);
    pipeline.listTasks();
    while (pipeline.doWork() > 0) {
      pipeline.advance(SECOND);
    }
    pipeline.finish();
    if (arguments.length > 0) {
      // Nothing beside it: what a build makes must not depend on how long this takes
      Main.main(arguments);
    } else {
      InetSocketAddress metrics = free();
      Thread.ofPlatform().daemon().start(() -> scrape(metrics));
      String config = config(metrics.getPort()).toString();
      Main.main(new String[] {"--json", "--duration", "2s", "--config", config});
    }
  }

  private static InetSocketAddress free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not this machine's: its ports, logs and outputs are for the agent that runs beside this. */
  private static Path config(int port) {
    try {
      Path file = Files.createTempFile("sentinel-edge-training", ".toml");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          """
          [monitoring]
          health_check_port = 0
          prometheus_endpoint = "127.0.0.1:%d"
          """
              .formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks as Prometheus does, until the agent answers. */
  private static void scrape(InetSocketAddress metrics) {
    boolean answered = false;
    while (!answered) {
      try {
        Thread.sleep(SCRAPE_MILLIS);
        Client.get(metrics, "/metrics", Optional.empty());
        answered = true;
      } catch (IOException e) {
        // Not yet
      } catch (InterruptedException | GeneralSecurityException e) {
        return;
      }
    }
  }

  /** Writes each alert in every form, to nowhere. */
  private static final class Formatting implements AlertHandler {
    private final List<AlertFormat> formats =
        List.of(
            new JsonFormat(),
            new TextFormat(),
            new TerminalFormat(new Terminal(true, true, 100), ZoneOffset.UTC));

    @Override
    public void alert(Alert alert) {
      formats.forEach(format -> format.format(alert));
    }

    @Override
    public void failed(Rule rule, Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static RecordWriter record(EventType type, int number) {
    return new RecordWriter(type)
        .u64(Header.TIME, SECOND + number)
        .u32(Header.PID, 1000 + number)
        .u64(Header.START, SECOND)
        .u32(Header.GENERATION, 1)
        .comm("training");
  }

  private static byte[] open(int number, String path) {
    return record(EventType.OPENAT, number).path(Open.PATH, path).build();
  }

  private static byte[] exec(int number) {
    return record(EventType.EXECVE, number)
        .path(Exec.EXE, "/usr/bin/training")
        .strings(Exec.ARGS, List.of("training", "--number", "" + number))
        .build();
  }
}
