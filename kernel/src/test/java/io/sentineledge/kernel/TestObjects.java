package io.sentineledge.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The BPF objects compiled for the tests of this module. */
final class TestObjects {
  private TestObjects() {}

  static byte[] bytes(String name) {
    try (InputStream in = TestObjects.class.getResourceAsStream("/bpf/" + name + ".bpf.o")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BpfObject open(String name) {
    return BpfObject.open(LibBpf.instance(), "se_" + name, bytes(name));
  }
}
