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

/** {@code sentinel-edge health}. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Ask the agent that runs on this machine how it is.",
    footer = "%nExit status: 0 if it detects, 1 if not or if it does not answer.")
final class HealthCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--ready", description = "Ask whether detection has been seen to work.")
  private boolean ready;

  @Override
  public Integer call() throws ConfigException {
    RunningAgent agent = new RunningAgent(Objects.requireNonNull(parent).config());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      Client.Reply reply = agent.get(ready ? "/ready" : "/health");
      out.print(reply.body());
      out.flush();
      return reply.status() == 200 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException | GeneralSecurityException e) {
      agent.tellSilence(e);
      return ExitCode.SOFTWARE;
    }
  }
}
