package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Client;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an agent's ports, which it chose itself. */
final class Scrape {
  private Scrape() {}

  /** Where a port of the agent is, by its name in the log. */
  static InetSocketAddress port(AgentProcess agent, String name) {
    Pattern line = Pattern.compile(name + " listens on 127\\.0\\.0\\.1:(\\d+)");
    agent.await(name, () -> line.matcher(agent.stderr()).find());
    Matcher found = line.matcher(agent.stderr());
    assertTrue(found.find());
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
  }

  static Client.Reply health(AgentProcess agent, String page) {
    return get(port(agent, "port.health"), page);
  }

  static Client.Reply get(InetSocketAddress address, String page) {
    try {
      return Client.get(address, page, Optional.empty());
    } catch (java.io.IOException | java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until /health gives a reason, a pattern, for the state of an output. */
  static void awaitReason(AgentProcess agent, String output, String reason) {
    Pattern wanted = Pattern.compile("\"output\\." + output + "\":\\{[^}]*" + reason);
    agent.await(
        output + ": " + reason, () -> wanted.matcher(health(agent, "/health").body()).find());
  }

  /** The value of a sample, given its name and labels as they are written. */
  static double metric(AgentProcess agent, String sample) {
    String metrics = metrics(agent);
    return find(metrics, sample)
        .orElseThrow(() -> new AssertionError("no " + sample + " in\n" + metrics));
  }

  /** Whether a sample, which may be missing, has a value. */
  static boolean is(AgentProcess agent, String sample, double value) {
    return find(metrics(agent), sample).equals(OptionalDouble.of(value));
  }

  /** All of them. */
  static String metrics(AgentProcess agent) {
    Client.Reply reply = get(port(agent, "port.metrics"), "/metrics");
    assertEquals(200, reply.status());
    return reply.body();
  }

  private static OptionalDouble find(String metrics, String sample) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst();
  }
}
