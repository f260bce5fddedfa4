package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnNumberTest {
  @Test
  void theKernelTellsTheNumberOfAProcessThatHasAnotherOneForItself() throws IOException {
    Process outer =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--pid",
                    "--fork",
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    InNamespace.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = outer.inputReader()) {
      String numbers = said.readLine();
      long seen = outer.children().findFirst().orElseThrow().pid();
      assertEquals("1 " + seen, numbers);
    } finally {
      // Its standard input ends, and so it does
      outer.getOutputStream().close();
      outer.onExit().join();
    }
  }

  @Test
  void andTheSameOfOneThatHasNot() {
    assertEquals(ProcessHandle.current().pid(), OwnNumber.ask());
    assertEquals(ProcessHandle.current().pid(), OwnNumber.get());
  }

  /** Says which number it has for itself, and which for the kernel. */
  static final class InNamespace {
    public static void main(String[] arguments) throws IOException {
      System.out.println(ProcessHandle.current().pid() + " " + OwnNumber.get());
      System.in.readAllBytes();
    }
  }
}
