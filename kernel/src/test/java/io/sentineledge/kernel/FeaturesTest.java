package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The probes on the kernel that the tests run on; what the agent requires must be there. */
final class FeaturesTest {
  private final Features features = new Features();

  @Test
  void whatTheAgentRequiresIsThere() {
    for (Feature required :
        new Feature[] {
          Feature.LIBBPF,
          Feature.BTF,
          Feature.CAPABILITIES,
          Feature.MEMLOCK,
          Feature.RING_BUFFER,
          Feature.RAW_TRACEPOINT_BTF,
          Feature.TASK_ITERATOR
        }) {
      Support support = features.probe(required);
      assertTrue(support.yes(), () -> required + ": " + support);
    }
  }

  @Test
  void everyAnswerSaysWhyNot() {
    for (Feature feature : Feature.values()) {
      Support support = features.probe(feature);
      assertTrue(support.yes() || !support.text().isBlank(), feature::name);
      assertSame(support, features.probe(feature), "remembered");
    }
  }

  @Test
  void severalAtOnceAreAnsweredAsOneByOne() {
    Features together = new Features();
    together.probeAll(Feature.READ_ONLY_CAST, Feature.FENTRY, Feature.LSM);
    for (Feature feature : List.of(Feature.READ_ONLY_CAST, Feature.FENTRY, Feature.LSM)) {
      assertEquals(features.probe(feature), together.probe(feature));
    }
  }

  /** A probe's no is the kernel's no: loading a real program of that type fails just the same. */
  @Test
  void aProgramTypeProbeAgreesWithARealProgram() {
    boolean real;
    try (BpfObject object = TestObjects.open("fentry")) {
      object.load();
      object.program("se_test_fentry").attach().close();
      real = true;
    } catch (KernelException e) {
      assertFalse(e.getMessage().isBlank());
      real = false;
    }
    assertEquals(real, features.probe(Feature.FENTRY).yes());
  }

  @Test
  void kernelFunctionsAreFoundInBtf() {
    boolean cast = features.probe(Feature.READ_ONLY_CAST).yes();
    KernelVersion version = KernelVersion.current();
    assertEquals(version.major() > 6 || (version.major() == 6 && version.minor() >= 2), cast);
  }

  @Test
  void kprobesFollowTheEventSource() {
    assertEquals(
        Files.exists(Path.of("/sys/bus/event_source/devices/kprobe/type")),
        features.probe(Feature.KPROBE).yes());
  }

  @Test
  void versionsAreParsedWhateverFollowsThem() {
    assertEquals(new KernelVersion("6.1.0-13-amd64", 6, 1), KernelVersion.parse("6.1.0-13-amd64"));
    assertEquals(new KernelVersion("odd", 0, 0), KernelVersion.parse("odd"));
  }

  @Test
  void mountsAreFoundByType() {
    Mounts mounts =
        Mounts.parse(
            "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\nbpf /sys/fs/bpf bpf rw,mode=700 0 0\n");
    assertEquals("/sys/fs/bpf", mounts.ofType("bpf").orElseThrow().point());
    assertTrue(mounts.ofType("tracefs").isEmpty());
  }
}
