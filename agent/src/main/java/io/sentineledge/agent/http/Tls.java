package io.sentineledge.agent.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a port, from PEM files. Connections that begin after the files have changed
 * get the new one; a new one that can't be used leaves the old one in place.
 */
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private final Path certificate;
  private final Path key;
  private final boolean clients;
  private final SSLContext context;
  private volatile X509ExtendedKeyManager current;
  private List<FileTime> times;

  /**
   * Reads the files.
   *
   * @param clientCa whose certificates clients must show; empty: they need none
   */
  public Tls(Path certificate, Path key, Optional<Path> clientCa)
      throws IOException, GeneralSecurityException {
    this.certificate = certificate;
    this.key = key;
    times = times();
    current = read();
    clients = clientCa.isPresent();
    TrustManager[] trusted = null;
    if (clientCa.isPresent()) {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(Pem.trusting(clientCa.get()));
      trusted = trust.getTrustManagers();
    }
    context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Current()}, trusted, null);
  }

  SSLContext context() {
    return context;
  }

  boolean wantsClientCertificate() {
    return clients;
  }

  /** Takes over files that have changed; to be called now and then. */
  public synchronized void refresh() {
    try {
      List<FileTime> now = times();
      if (!now.equals(times)) {
        times = now;
        current = read();
        LOG.info("The certificate {} was read again", certificate);
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.error("The certificate {} can't be read, the old one stays: {}", certificate, "" + e);
    }
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> modified = new ArrayList<>();
    for (Path file : List.of(certificate, key)) {
      modified.add(Files.getLastModifiedTime(file));
    }
    return modified;
  }

  private X509ExtendedKeyManager read() throws IOException, GeneralSecurityException {
    KeyStore identity = Pem.identity(certificate, key);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(identity, new char[0]);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("Java has no key manager for X.509");
  }

  /** Asks whatever manager is current. */
  private final class Current extends X509ExtendedKeyManager {
    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return current.getClientAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return current.chooseClientAlias(types, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return current.getServerAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return current.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return current.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return current.getPrivateKey(alias);
    }
  }
}
