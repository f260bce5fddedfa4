package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.Endpoints;
import io.sentineledge.agent.config.MonitoringKeys;
import io.sentineledge.agent.http.Client;
import io.sentineledge.agent.http.Tokens;
import io.sentineledge.output.SafeText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The agent that runs on this machine, asked over its own port. */
final class RunningAgent {
  private final InetSocketAddress address;
  private final Optional<Path> certificate;
  private final Optional<Path> tokens;

  /**
   * @param config of the agent that is asked
   */
  RunningAgent(Config config) {
    address = Endpoints.local(Endpoints.health(config));
    certificate = config.path(MonitoringKeys.TLS_CERT_FILE);
    tokens = config.path(MonitoringKeys.AUTH_TOKEN_FILE);
  }

  /** Asks for a page that everybody may see. */
  Client.Reply get(String page) throws IOException, GeneralSecurityException {
    return Client.get(address, page, certificate);
  }

  /** Asks for one that needs a token where tokens are configured. */
  Client.Reply getWithToken(String page) throws IOException, GeneralSecurityException {
    Optional<String> token =
        tokens.isPresent() ? Tokens.read(tokens.get()).stream().findFirst() : Optional.empty();
    return Client.get(address, page, certificate, token);
  }

  /** Tells on stderr that it does not answer. */
  void tellSilence(Exception failure) {
    System.err.println(
        "sentinel-edge: no agent answers at "
            + Endpoints.text(address)
            + ": "
            + SafeText.of("" + failure.getMessage()));
  }
}
