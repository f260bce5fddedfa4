package io.sentineledge.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, as the build wrote it down. */
final class Version implements IVersionProvider {
  /** {@code 1.2.3}. */
  static final String NUMBER = number();

  /** {@code sentinel-edge 1.2.3}. */
  static final String TEXT = "sentinel-edge " + NUMBER;

  @Override
  public String[] getVersion() {
    return new String[] {TEXT};
  }

  private static String number() {
    try (InputStream in = Version.class.getResourceAsStream("version")) {
      if (in == null) {
        throw new IllegalStateException("the resource \"version\" is missing: build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
