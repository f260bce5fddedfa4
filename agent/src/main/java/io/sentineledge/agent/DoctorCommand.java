package io.sentineledge.agent;

import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.KernelVersion;
import io.sentineledge.output.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sentinel-edge doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Show what this machine offers, and what is lost where something is missing;",
      "or what each kernel program of the running agent costs."
    },
    footer = "%nExit status: 0 if the agent can run here, 1 if not.")
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--profile",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      description =
          "Measure the kernel programs for this time, such as 10s, and show what each costs.")
  private @Nullable Duration profile;

  @Override
  public Integer call() throws InterruptedException {
    if (profile != null) {
      PrintStream out = new PrintStream(Main.result(), false, StandardCharsets.UTF_8);
      out.print(ProgramProfile.of(profile));
      out.flush();
      return 0;
    }
    Features features = new Features();
    List<Finding> findings = Finding.all(features::probe);
    PrintStream out = new PrintStream(Main.result(), false, StandardCharsets.UTF_8);
    out.print(text(findings, Terminal.of(Terminal.STDOUT, System.getenv()).colour()));
    out.flush();
    return canRun(findings) ? 0 : 1;
  }

  /** All that it says. */
  static String text(List<Finding> findings, boolean colour) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s on Linux %s (%s)%n%n"
            .formatted(Version.TEXT, KernelVersion.current(), System.getProperty("os.arch")));
    findings.forEach(finding -> text.append(finding.text(colour)));
    text.append('\n')
        .append(
            canRun(findings)
                ? "The agent can run here.\n"
                : "The agent can't run here: what is marked \"missing\" above is needed.\n");
    return text.toString();
  }

  private static boolean canRun(List<Finding> findings) {
    return findings.stream().noneMatch(Finding::fatal);
  }
}
