package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Messages to a syslog server: over UDP one a packet (RFC 5426), over TCP (RFC 6587) and TLS (RFC
 * 5425) each preceded by its length, or to the local socket one a packet.
 */
public final class SyslogSink implements RecordSink {
  private static final int LONGEST_PACKET = 65_000;
  private static final int LARGEST_REPLY = 512;

  private final URI address;
  private final Connector server;
  private @Nullable Socket stream;
  private @Nullable DatagramSocket packets;
  private @Nullable LocalSocket local;

  /**
   * @param address {@code udp://HOST:PORT}, {@code tcp://}, {@code tls://} or {@code unix://PATH}
   * @param tls whom to trust, with {@code tls://}; null: whom Java trusts
   */
  public SyslogSink(URI address, int timeoutMillis, @Nullable SSLContext tls) {
    this.address = address;
    server =
        new Connector(
            String.valueOf(address.getHost()),
            address.getPort(),
            timeoutMillis,
            address.getScheme().equals("tls"),
            tls);
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    switch (address.getScheme()) {
      case "udp" -> packets(records);
      case "unix" -> local(records);
      default -> stream(records);
    }
  }

  private void packets(List<byte[]> records) throws IOException {
    DatagramSocket socket = packets == null ? new DatagramSocket() : packets;
    packets = socket;
    InetSocketAddress to = target();
    each(
        records,
        record ->
            socket.send(new DatagramPacket(record, Math.min(record.length, LONGEST_PACKET), to)));
  }

  private interface Send {
    void send(byte[] record) throws IOException;
  }

  /** Sends each; what was sent before one that fails is not sent again. */
  private static void each(List<byte[]> records, Send send) throws IOException {
    for (int i = 0; i < records.size(); i++) {
      try {
        send.send(records.get(i));
      } catch (IOException e) {
        throw new IncompleteException(e, records.subList(i, records.size()), 0);
      }
    }
  }

  private void local(List<byte[]> records) throws IOException {
    LocalSocket socket = local == null ? new LocalSocket(address.getPath()) : local;
    local = socket;
    each(records, socket::send);
  }

  private void stream(List<byte[]> records) throws IOException {
    if (stream != null && ended(stream)) {
      close();
    }
    Socket socket = stream == null ? server.connect() : stream;
    stream = socket;
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (byte[] record : records) {
      batch.writeBytes((record.length + " ").getBytes(StandardCharsets.US_ASCII));
      batch.writeBytes(record);
    }
    socket.getOutputStream().write(batch.toByteArray());
    socket.getOutputStream().flush();
  }

  /** Whether the server has ended the connection: what is written to it then is lost unnoticed. */
  private static boolean ended(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read(new byte[LARGEST_REPLY]) < 0;
    } catch (SocketTimeoutException e) {
      return false; // it says nothing, as servers of syslog do
    } catch (IOException e) {
      return true;
    }
  }

  private InetSocketAddress target() throws IOException {
    InetSocketAddress target = new InetSocketAddress(address.getHost(), address.getPort());
    if (target.isUnresolved()) {
      throw new IOException("the host " + address.getHost() + " has no address");
    }
    return target;
  }

  @Override
  public void close() {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      // It is of no further use
    }
    if (packets != null) {
      packets.close();
    }
    if (local != null) {
      local.close();
    }
    stream = null;
    packets = null;
    local = null;
  }
}
