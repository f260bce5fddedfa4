package io.sentineledge.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses with a port: {@code 0.0.0.0:9090}, {@code [::1]:9090}, {@code :9090}. */
public final class Endpoints {
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]\\s]*)):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  static final ValueType<String> TYPE =
      ValueType.STRING.where(
          "an address and a port, such as \"127.0.0.1:9090\"", text -> parse(text) != null);

  private Endpoints() {}

  private static @Nullable Matcher parse(String text) {
    Matcher matcher = ENDPOINT.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(3)) <= MAX_PORT ? matcher : null;
  }

  /** Host and port of an endpoint that a key took; resolved. Without a host: all addresses. */
  public static InetSocketAddress address(String endpoint) {
    Matcher matcher = parse(endpoint);
    if (matcher == null) {
      throw new IllegalArgumentException("not an endpoint, endpoint=" + endpoint);
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int port = Integer.parseInt(matcher.group(3));
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** Where Prometheus finds the metrics. */
  public static InetSocketAddress prometheus(Config config) {
    InetSocketAddress address = address(config.get(MonitoringKeys.PROMETHEUS_ENDPOINT));
    int port = config.get(MonitoringKeys.PROMETHEUS_PORT);
    return port < 0 ? address : new InetSocketAddress(address.getAddress(), port);
  }

  /** How a process of this machine reaches a port that is bound to this address. */
  public static InetSocketAddress local(InetSocketAddress bound) {
    return bound.isUnresolved() || bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
        : bound;
  }

  /** Where health is told. */
  public static InetSocketAddress health(Config config) {
    return new InetSocketAddress(
        config.get(MonitoringKeys.HEALTH_CHECK_BIND), config.get(MonitoringKeys.HEALTH_CHECK_PORT));
  }

  /** An address and its port, as people write them. */
  public static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
