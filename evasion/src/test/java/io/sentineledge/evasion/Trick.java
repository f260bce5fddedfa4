package io.sentineledge.evasion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A run of one case by the program of {@code src/test/c}.
 *
 * @param really what the program says that it did, by what it got
 */
record Trick(String name, Path folder, String really) {
  private static final int UNAVAILABLE = 77;

  /** The folder of a case, with the files that it needs. */
  static Path prepare(Path cases, String name) throws IOException {
    Path folder = Files.createDirectory(cases.resolve(name));
    Files.writeString(folder.resolve("protected"), "protected");
    Files.writeString(folder.resolve("decoy"), "decoy");
    return folder;
  }

  /** Performs a case; what this machine lacks for it is a failure. */
  static Trick perform(Path program, Path cases, String name)
      throws IOException, InterruptedException {
    Path folder = cases.resolve(name);
    Process process =
        new ProcessBuilder(program.toString(), name, folder.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(name + " does not end");
    }
    if (process.exitValue() != 0) {
      String why = process.exitValue() == UNAVAILABLE ? " cannot be performed here: " : " failed: ";
      return new Trick(name, folder, name + why + output.strip());
    }
    return new Trick(name, folder, output.strip());
  }

  boolean performed() {
    return really.endsWith(" unknown");
  }
}
