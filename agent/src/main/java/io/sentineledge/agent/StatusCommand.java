package io.sentineledge.agent;

import io.sentineledge.agent.http.Client;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show how the agent that runs on this machine is, on one screen.",
    footer =
        "%nExit status: 0 if it detects, 1 if it runs and does not detect, 3 if none answers"
            + " (as systemctl says it).")
final class StatusCommand implements Callable<Integer> {
  private static final int OK = 200;
  private static final int NOT_RUNNING = 3;

  @ParentCommand private @Nullable SentinelEdge parent;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws ConfigException {
    RunningAgent agent = new RunningAgent(Objects.requireNonNull(parent).config());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      Client.Reply health = agent.get("/health");
      Client.Reply status = agent.getWithToken(ApiPages.ROOT + "status");
      if (status.status() != OK) {
        throw new IOException("it answers with status " + status.status());
      }
      boolean detects = health.status() == OK;
      out.print(
          json
              ? "{\"detects\":%b,\"agent\":%s,\"health\":%s}\n"
                  .formatted(detects, status.body().strip(), health.body().strip())
              : StatusText.of(detects, status.body(), health.body()));
      out.flush();
      return detects ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException | GeneralSecurityException e) {
      agent.tellSilence(e);
      return NOT_RUNNING;
    }
  }
}
