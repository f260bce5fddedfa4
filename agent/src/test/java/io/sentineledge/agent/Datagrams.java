package io.sentineledge.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A local datagram socket that is listened at: Java has none, Python has. */
final class Datagrams implements AutoCloseable {
  private static final String PROGRAM =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1].replace("@", chr(0), 1) if sys.argv[1][0] == "@" else sys.argv[1])
      print("bound", flush=True)
      while True:
          print(s.recv(4096).decode().replace(chr(10), " "), flush=True)
      """;

  private final Process process;
  private final List<String> received = new ArrayList<>();

  /**
   * @param name a path, or with {@code @} an abstract name
   */
  Datagrams(String name) throws IOException {
    process = new ProcessBuilder("python3", "-c", PROGRAM, name).start();
    BufferedReader lines = process.inputReader();
    if (!"bound".equals(lines.readLine())) {
      throw new IOException("no socket " + name);
    }
    Thread reader = new Thread(() -> lines.lines().forEach(line -> add(line.strip())), "datagrams");
    reader.setDaemon(true);
    reader.start();
  }

  private synchronized void add(String datagram) {
    received.add(datagram);
  }

  /** What has come so far, its line feeds as blanks. */
  synchronized List<String> received() {
    return List.copyOf(received);
  }

  boolean has(String begin) {
    return received().stream().anyMatch(datagram -> datagram.startsWith(begin));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
