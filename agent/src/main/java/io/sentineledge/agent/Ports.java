package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.agent.config.Endpoints;
import io.sentineledge.agent.config.Key;
import io.sentineledge.agent.config.MonitoringKeys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Page;
import io.sentineledge.agent.http.Port;
import io.sentineledge.agent.http.Tls;
import io.sentineledge.agent.http.Tokens;
import io.sentineledge.agent.metrics.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that the configuration asks for. One that can't be opened costs the agent's health. */
final class Ports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
  private static final String METRICS = "/metrics";

  /** Between two tries to open what could not be opened. */
  private static final long TRY_AGAIN_NANOS = 5_000_000_000L;

  private final Config config;
  private final Health health;
  private final Errors errors;
  private final Supplier<Map<String, Page>> pages;
  private final List<Port> open = new ArrayList<>();
  private @Nullable Tls tls;
  private boolean closed;

  /** What could not be opened; for the thread that opens. */
  private final List<Runnable> failed = new ArrayList<>();

  private long tried;

  /**
   * @param pages by path, those of metrics included; asked for when ports are opened
   */
  Ports(Config config, Health health, Errors errors, Supplier<Map<String, Page>> pages) {
    this.config = config;
    this.health = health;
    this.errors = errors;
    this.pages = pages;
  }

  /** Opens them. What fails is logged, counted and told as degraded health. */
  void open() {
    tried = System.nanoTime();
    boolean metrics = config.get(CoreKeys.METRICS_ENABLED);
    Map<String, Page> all = new HashMap<>(pages.get());
    if (!metrics) {
      all.remove(METRICS);
    }
    if (config.get(CoreKeys.HEALTH_CHECK_ENABLED)) {
      open("port.health", MonitoringKeys.HEALTH_CHECK_PORT, () -> Endpoints.health(config), all);
    }
    Page page = all.get(METRICS);
    if (metrics && page != null) {
      open(
          "port.metrics",
          MonitoringKeys.PROMETHEUS_ENDPOINT,
          () -> Endpoints.prometheus(config),
          Map.of(METRICS, page));
    }
  }

  private void open(
      String name, Key<?> setting, Supplier<InetSocketAddress> wanted, Map<String, Page> served) {
    InetSocketAddress address = wanted.get();
    try {
      if (address.isUnresolved()) {
        throw new IOException("the address has no number");
      }
      Optional<Path> tokens = config.path(MonitoringKeys.AUTH_TOKEN_FILE);
      Port port = Port.open(address, served, tls(), tokens.map(Tokens::new).orElse(null));
      keep(port);
      String listening = Endpoints.text(port.address());
      LOG.info("{} listens on {}", name, listening);
      health.ok(name, "listens on " + listening);
      boolean loopback = port.address().getAddress().isLoopbackAddress();
      if (!loopback && tls == null && tokens.isEmpty()) {
        LOG.warn(
            "{} is open to other machines, without TLS and tokens: set monitoring.tls_cert_file or"
                + " monitoring.auth_token_file",
            name);
      }
    } catch (IOException | GeneralSecurityException e) {
      String reason = Endpoints.text(address) + " can't be opened: " + e.getMessage();
      failed.add(() -> open(name, setting, wanted, served));
      if (health.degraded(name, reason)) {
        errors.count(Errors.Type.HTTP);
        LOG.error(
            "{}: {}; detection goes on, and the port is tried again: free it, or set {}",
            name,
            reason,
            setting.name());
      }
    }
  }

  private synchronized void keep(Port port) {
    if (closed) {
      port.close();
    } else {
      open.add(port);
    }
  }

  private synchronized @Nullable Tls tls() throws IOException, GeneralSecurityException {
    Optional<Path> certificate = config.path(MonitoringKeys.TLS_CERT_FILE);
    Optional<Path> key = config.path(MonitoringKeys.TLS_KEY_FILE);
    if (tls == null && certificate.isPresent() && key.isPresent()) {
      tls = new Tls(certificate.get(), key.get(), config.path(MonitoringKeys.TLS_CLIENT_CA_FILE));
    }
    return tls;
  }

  /**
   * Takes over certificates that have changed, cuts off slow clients, tries again to open what
   * could not be; to be called now and then.
   */
  synchronized void refresh() {
    long now = System.nanoTime();
    if (!failed.isEmpty() && now - tried >= TRY_AGAIN_NANOS) {
      tried = now;
      List<Runnable> again = List.copyOf(failed);
      failed.clear();
      again.forEach(Runnable::run);
    }
    if (tls != null) {
      tls.refresh();
    }
    open.forEach(Port::cutOffSlowClients);
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(Port::close);
    open.clear();
  }
}
