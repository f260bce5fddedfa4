package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections are named as a name server in a network of the test's own told who connects; what it
 * is asked is told even where it does not answer.
 */
@Timeout(300)
class DomainNamesTest extends AgentFixture {
  /**
   * Answers each question for hostN.example with 127.0.0.N, by UDP and TCP, and has clients of each
   * kind ask.
   */
  private static final String PROGRAM =
      """
      import fcntl, os, socket, struct, subprocess, sys, threading

      def up():
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))

      def answer(q):
          end = q.index(0, 12) + 5
          four = q[end - 4:end - 2] == bytes([0, 1])
          number = int("".join(c for c in q[13:end - 5].decode() if c.isdigit()))
          a = bytes([192, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, number]) if four else b""
          return q[:2] + bytes([0x81, 0x80, 0, 1, 0, int(four), 0, 0, 0, 0]) + q[12:end] + a

      def serve(s):
          while True:
              q, to = s.recvfrom(512)
              s.sendto(answer(q), to)

      def serve_streams(s):
          while True:
              end = s.accept()[0].makefile("rwb")
              while size := end.read(2):
                  a = answer(end.read(struct.unpack("!H", size)[0]))
                  end.write(struct.pack("!H", len(a)) + a)
                  end.flush()

      def question(number):
          name = b"".join(bytes([len(l)]) + l for l in [b"host%d" % number, b"example"])
          return bytes([1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]) + name + bytes([0, 0, 1, 0, 1])

      def ask(number, receive, connected=True):
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          q = question(number)
          if connected:
              s.connect(("127.0.0.1", 53))
              s.send(q)
          else:
              s.sendto(q, ("127.0.0.1", 53))
          receive(s)

      def ask_by_stream(number, receive):
          s = socket.create_connection(("127.0.0.1", 53))
          s.sendall(struct.pack("!H", len(question(number))) + question(number))
          receive(s)

      def look_up(number, options):
          found = subprocess.run(["getent", "hosts", "host%d.example" % number],
              env={**os.environ, "RES_OPTIONS": options}, stdout=subprocess.PIPE, text=True)
          assert found.stdout.startswith("127.0.0.%d" % number), found

      def connect(number):
          try:
              socket.create_connection(("127.0.0.%d" % number, 24953)).close()
          except ConnectionRefusedError:
              pass

      up()
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", 53))
      threading.Thread(target=serve, args=(s,), daemon=True).start()
      t = socket.create_server(("127.0.0.1", 53))
      threading.Thread(target=serve_streams, args=(t,), daemon=True).start()
      look_up(2, "")
      ask(3, lambda s: os.read(s.fileno(), 512))
      ask(4, lambda s: s.recvmsg(512))
      ask(5, lambda s: s.recvfrom(512), connected=False)
      look_up(7, "use-vc")
      ask_by_stream(8, lambda s: s.recv(512))
      ask_by_stream(9, lambda s: s.recvmsg_into([bytearray(2), bytearray(512)]))
      for number in range(2, 10):
          connect(number)
      """;

  /** Asks a server that answers nobody, in each way that programs do; glibc asks for two types. */
  private static final String UNANSWERED =
      """
      import fcntl, os, socket, struct, subprocess

      def question(name, type):
          labels = b"".join(bytes([len(l)]) + l for l in name.encode().split(b"."))
          return bytes([1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]) + labels + bytes([0, 0, type, 0, 1])

      def connected(kind):
          s = socket.socket(socket.AF_INET, kind)
          s.connect(("127.0.0.1", 53))
          return s

      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x41))
      silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      silent.bind(("127.0.0.1", 53))
      server = socket.create_server(("127.0.0.1", 53))
      s.sendto(question("one.exfil.example", 16), ("127.0.0.1", 53))
      connected(socket.SOCK_DGRAM).send(question("two.exfil.example", 28))
      os.write(connected(socket.SOCK_DGRAM).detach(), question("THREE.exfil.example", 10))
      q = question("four.exfil.example", 1)
      os.writev(connected(socket.SOCK_STREAM).detach(), [struct.pack("!H", len(q)), q[:9], q[9:]])
      q = struct.pack("!H", 12) + bytes(12) + struct.pack("!H", len(q)) + q.replace(b"four", b"slow")
      cut = connected(socket.SOCK_STREAM)
      for at in range(len(q)):
          cut.send(q[at:at + 1])
      subprocess.run(["getent", "ahosts", "five.exfil.example"],
          env={**os.environ, "RES_OPTIONS": "timeout:1 attempts:1"})
      s.sendto(question("one.elsewhere.example", 1), ("127.0.0.1", 53))
      """;

  private static final String ISOLATED =
      """
      mount --bind "$0/resolv.conf" /etc/resolv.conf
      mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf
      exec python3 "$0/program.py"
      """;

  private void connect() throws Exception {
    run(PROGRAM);
  }

  /** Runs a program in a network of its own, whose name server is that network's. */
  private void run(String program) throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    Files.writeString(files.resolve("nsswitch.conf"), "hosts: dns\n");
    Files.writeString(files.resolve("program.py"), program);
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--mount",
                "--propagation=private",
                "sh",
                "-euc",
                ISOLATED,
                files.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private AgentProcess start(String condition, String output) throws IOException {
    Files.writeString(
        rules,
        """
        - rule: Connection
          desc: a test
          condition: evt.type = connect and fd.sport = 24953 and fd.snet = 127.0.0.0/8 and %s
          output: "%s"
          priority: WARNING
        """
            .formatted(condition, output));
    return start(Map.of());
  }

  @Test
  void connectionsCarryTheNameThatWasLookedUp() throws Exception {
    try (AgentProcess agent =
        start("proc.name startswith python", "to=%fd.sip=%fd.sip.name=%fd.rip.name=%fd.lip.name")) {
      connect();
      agent.await("alerts", () -> lines(agent).size() >= 8);
      Set<String> told = new TreeSet<>();
      lines(agent).forEach(line -> told.add(line.substring(line.indexOf("to="))));
      assertEquals(
          Set.of(
              "to=127.0.0.2=host2.example=host2.example=<NA>",
              "to=127.0.0.3=host3.example=host3.example=<NA>",
              "to=127.0.0.4=host4.example=host4.example=<NA>",
              "to=127.0.0.5=host5.example=host5.example=<NA>",
              "to=127.0.0.6=<NA>=<NA>=<NA>",
              "to=127.0.0.7=host7.example=host7.example=<NA>",
              "to=127.0.0.8=host8.example=host8.example=<NA>",
              "to=127.0.0.9=host9.example=host9.example=<NA>"),
          told);
    }
  }

  @Test
  void whatIsAskedIsToldThoughNobodyAnswers() throws Exception {
    Files.writeString(
        rules,
        """
        - rule: Name asked for
          desc: a test
          condition: dns.question.name endswith .exfil.example
          output: "asked=%evt.type %dns.question.name %dns.question.type %fd.l4proto %fd.sip"
          priority: WARNING
        """);
    try (AgentProcess agent = start(Map.of())) {
      run(UNANSWERED);
      agent.await("alerts", () -> lines(agent).size() >= 7);
      Set<String> told = new TreeSet<>();
      lines(agent).forEach(line -> told.add(line.substring(line.indexOf('=') + 1)));
      assertEquals(
          Set.of(
              "sendto one.exfil.example TXT udp 127.0.0.1",
              "sendto two.exfil.example AAAA udp 127.0.0.1",
              "write three.exfil.example NULL udp 127.0.0.1",
              "writev four.exfil.example A tcp 127.0.0.1",
              "sendto slow.exfil.example A tcp 127.0.0.1",
              "sendmmsg five.exfil.example A udp 127.0.0.1",
              "sendmmsg five.exfil.example AAAA udp 127.0.0.1"),
          told);
    }
  }

  @Test
  void rulesCompareIt() throws Exception {
    try (AgentProcess agent =
        start("fd.sip.name in (host3.example, host6.example)", "to=%fd.sip")) {
      connect();
      agent.await("an alert", () -> !lines(agent).isEmpty());
      connect();
      agent.await("another", () -> lines(agent).size() == 2);
      for (String line : List.copyOf(lines(agent))) {
        assertEquals("to=127.0.0.3", line.substring(line.indexOf("to=")));
      }
    }
  }
}
