package io.sentineledge.agent;

import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.KernelVersion;
import io.sentineledge.output.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sentinel-edge doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show what this machine offers, and what is lost where something is missing.",
    footer = "%nExit status: 0 if the agent can run here, 1 if not.")
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Features features = new Features();
    List<Finding> findings = Finding.all(features::probe);
    PrintStream out = new PrintStream(Main.stdout(), false, StandardCharsets.UTF_8);
    boolean colour = Terminal.of(Terminal.STDOUT, System.getenv()).colour();
    out.printf(
        "%s on Linux %s (%s)%n%n",
        Version.TEXT, KernelVersion.current(), System.getProperty("os.arch"));
    findings.forEach(finding -> out.print(finding.text(colour)));
    long fatal = findings.stream().filter(Finding::fatal).count();
    out.println();
    out.println(
        fatal == 0
            ? "The agent can run here."
            : "The agent can't run here: what is marked \"missing\" above is needed.");
    out.flush();
    return fatal == 0 ? 0 : 1;
  }
}
