package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.kernel.ProgramInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the kernel's types makes the same programs, and is used only where it fits. */
final class KeptTypesTest {
  private static final Features FEATURES = new Features();
  private static final long KERNEL = FEATURES.typesFingerprint();

  @TempDir private Path folder;

  private static Map<String, Long> tags(String variant, KeptTypes types) {
    try (SensorPrograms programs =
        SensorPrograms.load(LibBpf.instance(), FEATURES, SensorOptions.DEFAULT, variant, types)) {
      return programs.info().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> tag(e.getValue())));
    }
  }

  private static long tag(ProgramInfo info) {
    return info.tag();
  }

  private Path kept() {
    return folder.resolve("kernel-types");
  }

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void theKernelIsGivenTheSameInstructions(String variant) throws IOException {
    KeptTypes types = new KeptTypes(folder);
    types.keep(SensorPrograms.read(variant));
    assertNotNull(types.find(KERNEL, SensorPrograms.read(variant)));
    assertTrue(Files.size(kept()) < Files.size(Path.of("/sys/kernel/btf/vmlinux")) / 2);
    Map<String, Long> with = tags(variant, types);
    assertTrue(with.size() > 5, with.toString());
    assertEquals(tags(variant, KeptTypes.NONE), with);
  }

  @Test
  void whatIsOfAnotherKernelOrObjectDoesNotFit() {
    byte[] object = SensorPrograms.read(SensorPrograms.TYPED);
    KeptTypes types = new KeptTypes(folder);
    assertNull(types.find(KERNEL, object));
    types.keep(object);
    assertEquals(kept(), types.find(KERNEL, object));
    assertNull(types.find(KERNEL + 1, object));
    assertNull(types.find(KERNEL, SensorPrograms.read(SensorPrograms.LEGACY)));
  }

  @Test
  void whatWasAlteredDoesNotFitAndIsMadeAnew() throws IOException {
    byte[] object = SensorPrograms.read(SensorPrograms.TYPED);
    KeptTypes types = new KeptTypes(folder);
    types.keep(object);
    byte[] right = Files.readAllBytes(kept());
    byte[] wrong = right.clone();
    wrong[wrong.length / 2] ^= 1;
    for (byte[] content : new byte[][] {wrong, new byte[0], new byte[100]}) {
      Files.write(kept(), content);
      assertNull(types.find(KERNEL, object));
    }
    types.keep(object);
    assertEquals(-1, Files.mismatch(kept(), Files.write(folder.resolve("right"), right)));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count(), "nothing half-written is left");
    }
  }

  @Test
  void whatOthersCouldHaveMadeIsNotUsed() throws IOException {
    byte[] object = SensorPrograms.read(SensorPrograms.TYPED);
    KeptTypes types = new KeptTypes(folder);
    types.keep(object);
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())));
    Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rw-rw-r--"));
    assertNull(types.find(KERNEL, object));
    Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setAttribute(kept(), "unix:uid", 65534);
    assertNull(types.find(KERNEL, object));
    Files.setAttribute(kept(), "unix:uid", 0);
    assertNotNull(types.find(KERNEL, object));
    Path target = Files.move(kept(), folder.resolve("target"));
    Files.createSymbolicLink(kept(), target);
    assertNull(types.find(KERNEL, object));
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    KeptTypes types = new KeptTypes(folder.resolve("none"));
    types.keep(SensorPrograms.read(SensorPrograms.TYPED));
    assertFalse(Files.exists(folder.resolve("none")));
  }
}
