package io.sentineledge.agent;

import java.io.IOException;

/**
 * Connections that make the kernel skip runs of a BPF program: on the loopback device of a network
 * namespace of its own, packets are handed to the other processor by an interrupt (receive packet
 * steering), so that the state of one connection changes while a program looks at another one's.
 */
final class Skipped implements AutoCloseable {
  private static final String PROGRAM =
      """
      import os, signal, socket, struct, sys
      RESET = struct.pack('ii', 1, 0)
      children = []
      def serve(listener):
          while True:
              listener.accept()[0].close()
      def connect(port):
          while True:
              client = socket.socket()
              client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
              try:
                  client.connect(('127.0.0.1', port))
              except OSError:
                  pass
              client.close()
      def start(processor, work, what):
          child = os.fork()
          if child == 0:
              signal.alarm(60)
              os.sched_setaffinity(0, {processor})
              try:
                  work(what)
              finally:
                  os._exit(1)
          children.append(child)
      for server, client in ((0, 1), (1, 0)):
          listener = socket.create_server(('127.0.0.1', 0), backlog=1024)
          start(server, serve, listener)
          start(client, connect, listener.getsockname()[1])
      sys.stdin.read()
      for child in children:
          os.kill(child, signal.SIGKILL)
          os.waitpid(child, 0)
      """;

  private static final String NAMESPACE =
      """
      mount --make-rprivate / && mount -t sysfs sysfs /sys && ip link set lo up &&
      echo 3 >/sys/class/net/lo/queues/rx-0/rps_cpus && exec python3 -c "$1"
      """;

  private final Process process;

  Skipped() throws IOException {
    process =
        new ProcessBuilder("unshare", "-m", "-n", "sh", "-c", NAMESPACE, "sh", PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  /** Ends them all, as it does by itself after a minute. */
  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.onExit().join();
  }
}
