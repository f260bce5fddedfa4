package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Support;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void whatIsThereIsOneLine() {
    assertEquals(
        " ok       libbpf                             1.1\n",
        new Finding(Feature.LIBBPF, new Support.Yes("1.1")).text(false));
  }

  @Test
  void whatIsMissingSaysWhatIsLostAndWhatToDo() {
    Finding missing = new Finding(Feature.BTF, new Support.No("there is no file"));
    assertTrue(missing.fatal());
    assertEquals(
        """
         missing  kernel type information (BTF)      there is no file
                  without it: programs can't be fitted to this kernel: use one with \
        CONFIG_DEBUG_INFO_BTF=y
        """,
        missing.text(false));
  }

  @Test
  void whatIsOptionalOrUncertainIsNotFatal() {
    assertFalse(new Finding(Feature.FENTRY, new Support.No("refused")).fatal());
    assertFalse(new Finding(Feature.LOCKDOWN, new Support.Inconclusive("no file")).fatal());
  }

  @Test
  void everyFeatureSaysWhatItsAbsenceMeans() {
    for (Feature feature : Feature.values()) {
      assertEquals(2, new Finding(feature, new Support.No("x")).text(true).lines().count());
    }
  }
}
