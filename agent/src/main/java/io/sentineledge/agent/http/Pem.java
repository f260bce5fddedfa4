package io.sentineledge.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and keys in PEM files. */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private Pem() {}

  static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }

  static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new GeneralSecurityException(
          file
              + " holds no PKCS #8 key (BEGIN PRIVATE KEY); openssl pkcs8 -topk8 -nocrypt makes"
              + " one");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // of another kind
      }
    }
    throw new GeneralSecurityException(file + " holds a key of an unknown kind");
  }

  /** A store that trusts the certificates of a file. */
  static KeyStore trusting(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    return store;
  }

  /** A store that holds a key with its chain. */
  static KeyStore identity(Path chain, Path key) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "own", key(key), new char[0], certificates(chain).toArray(Certificate[]::new));
    return store;
  }

  /**
   * What a client needs.
   *
   * @param ca whom to trust; empty: whom Java trusts
   * @param certificate the client's own, if it has one, with its key
   */
  public static SSLContext context(
      Optional<Path> ca, Optional<Path> certificate, Optional<Path> key)
      throws IOException, GeneralSecurityException {
    TrustManager[] trusted = null;
    if (ca.isPresent()) {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusting(ca.get()));
      trusted = trust.getTrustManagers();
    }
    KeyManager[] own = null;
    if (certificate.isPresent() && key.isPresent()) {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(identity(certificate.get(), key.get()), new char[0]);
      own = keys.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trusted, null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
