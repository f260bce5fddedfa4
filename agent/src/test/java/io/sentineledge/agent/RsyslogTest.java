package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Certificates;
import io.sentineledge.agent.http.Pem;
import io.sentineledge.output.SyslogSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Syslog to rsyslog, a process of its own with its own configuration, plain and over TLS. */
@Timeout(60)
class RsyslogTest {
  private static final String MESSAGE =
      "<82>1 2026-01-31T12:00:00.123456Z host-1 sentinel-edge 42 ALERT - {\"rule\":\"%s\"}";

  @TempDir private Path folder = Path.of("");
  private List<Process> servers = List.of();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process server : servers) {
      server.destroyForcibly().waitFor();
    }
  }

  /** Starts a server that writes severity, program, kind and text of what it gets; its port. */
  private int rsyslog(boolean tls) throws Exception {
    int port = FreePort.find();
    String driver =
        """
        global(defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="%1$s/own.crt"
               defaultNetstreamDriverCertFile="%1$s/own.crt"
               defaultNetstreamDriverKeyFile="%1$s/own.key")
        module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1"
               streamDriver.authMode="anon")
        """
            .formatted(folder);
    Path config =
        Files.writeString(
            folder.resolve("rsyslog.conf"),
            """
            global(workDirectory="%2$s")
            %1$s
            template(name="line" type="string"
                     string="%%syslogseverity-text%% %%app-name%% %%msgid%% %%msg%%\\n")
            input(type="imtcp" address="127.0.0.1" port="%3$d")
            action(type="omfile" file="%2$s/received" template="line")
            """
                .formatted(tls ? driver : "module(load=\"imtcp\")", folder, port));
    Path pid = folder.resolve("rsyslog.pid");
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/sbin/rsyslogd", "-n", "-f", config.toString(), "-i", pid.toString());
    Path log = folder.resolve("rsyslog.log");
    servers = List.of(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    while (!listens(port)) {
      assertTrue(servers.getFirst().isAlive(), () -> read(log));
      Thread.sleep(20);
    }
    return port;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void receives(SyslogSink sink) throws Exception {
    sink.write(
        List.of(MESSAGE.formatted("one").getBytes(UTF_8), MESSAGE.formatted("é").getBytes(UTF_8)));
    Path received = folder.resolve("received");
    while (read(received).lines().count() < 2) {
      Thread.sleep(20);
    }
    assertEquals(
        """
        crit sentinel-edge ALERT {"rule":"one"}
        crit sentinel-edge ALERT {"rule":"é"}
        """,
        read(received));
  }

  @Test
  void messagesArriveOverTcp() throws Exception {
    URI address = URI.create("tcp://127.0.0.1:" + rsyslog(false));
    try (SyslogSink sink = new SyslogSink(address, 5000, null)) {
      receives(sink);
    }
  }

  @Test
  void messagesArriveOverTlsAndGoToNobodyElse() throws Exception {
    Certificates.make(folder, "own", "one");
    Certificates.make(folder, "other", "two");
    URI address = URI.create("tls://127.0.0.1:" + rsyslog(true));
    Optional<Path> none = Optional.empty();
    try (SyslogSink sink =
        new SyslogSink(
            address, 5000, Pem.context(Optional.of(folder.resolve("own.crt")), none, none))) {
      receives(sink);
    }
    try (SyslogSink sink =
        new SyslogSink(
            address, 5000, Pem.context(Optional.of(folder.resolve("other.crt")), none, none))) {
      assertThrows(IOException.class, () -> sink.write(List.of(MESSAGE.getBytes(UTF_8))));
    }
  }
}
