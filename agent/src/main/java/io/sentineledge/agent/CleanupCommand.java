package io.sentineledge.agent;

import io.sentineledge.sensor.GuardMap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sentinel-edge cleanup}. */
@Command(
    name = "cleanup",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Remove what an agent that was killed left in the kernel.",
      "That is the record of who killed it, which the next start would tell. Nothing else outlives"
          + " the agent."
    })
final class CleanupCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    try {
      boolean removed = Files.deleteIfExists(GuardMap.PIN);
      System.err.println(removed ? "Removed " + GuardMap.PIN : "Nothing is left in the kernel.");
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      System.err.println(GuardMap.PIN + " could not be removed: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
