package io.sentineledge.output;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one server.
 *
 * @param host a name or an address; one of IPv6 may stand in brackets
 * @param timeoutMillis the longest wait for a connection, and for each read from it
 * @param secure whether they speak TLS, 1.2 or later, with a server that must prove its name
 * @param tls whom to trust then; null: whom Java trusts
 */
record Connector(
    String host, int port, int timeoutMillis, boolean secure, @Nullable SSLContext tls) {

  Connector {
    host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Makes one; small writes are sent at once.
   *
   * @throws IOException if the host has no address, nobody takes the connection in time, or the
   *     server can't prove who it is
   */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      InetSocketAddress target = new InetSocketAddress(host, port);
      if (target.isUnresolved()) {
        throw new IOException("the host " + host + " has no address");
      }
      socket.connect(target, timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      socket.setTcpNoDelay(true);
      return secure ? secured(socket) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket socket) throws IOException {
    try {
      SSLContext context = tls == null ? SSLContext.getDefault() : tls;
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("Java has no TLS", e);
    }
  }
}
