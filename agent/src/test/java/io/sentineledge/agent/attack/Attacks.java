package io.sentineledge.agent.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs, compiled, and an agent that watches. */
final class Attacks implements AutoCloseable {
  private static final List<String> PROGRAMS =
      List.of("act", "dial", "fileless", "kernel", "relay", "serve", "tamper", "trace");
  private static final int FIRST_LOGIN_UID = 1_700_000_000;
  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final Path programs;
  private final AgentUnderTest agent;
  private int runs;

  private Attacks() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("sentineledge-attack");
    programs = Files.createDirectory(folder.resolve("case"));
    for (String program : PROGRAMS) {
      Path source = resource(program + ".c");
      run(List.of("cc", "-O1", "-o", programs.resolve(program).toString(), source.toString()));
    }
    Path library = programs.resolve("empty.so");
    run(List.of("cc", "-shared", "-o", library.toString(), resource("empty.c").toString()));
    resource("sandbox.sh");
    agent = new AgentUnderTest(folder);
    Files.writeString(programs.resolve("agent.pid"), agent.pid() + "\n");
  }

  static Attacks start() {
    try {
      return new Attacks();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(Attacks.class.getResourceAsStream("/attack/" + name), name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + command);
    }
    assertEquals(0, process.exitValue(), () -> command + "\n" + output);
  }

  /**
   * Runs the case and fails unless exactly its rules fire, with its fields. Where the machine did
   * more meanwhile than the agent could take in, and the agent said so, that proves nothing: the
   * case is run again.
   */
  void check(Case it) throws Exception {
    for (int attempt = 1; ; attempt++) {
      List<String> wrong = differences(it);
      if (wrong.isEmpty()) {
        return;
      }
      if (attempt == ATTEMPTS || !agent.lostEvents()) {
        throw new AssertionError(it + "\n" + String.join("\n", wrong));
      }
    }
  }

  private List<String> differences(Case it) throws Exception {
    int loginUid = FIRST_LOGIN_UID + runs++;
    Files.writeString(programs.resolve("given.sh"), it.given() + "\n");
    Files.writeString(programs.resolve("case.sh"), it.script() + "\n");
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    if (it.container()) {
      command.addAll(List.of("--pid", "--fork"));
    }
    command.addAll(List.of("/bin/sh", folder.resolve("sandbox.sh").toString()));
    command.addAll(List.of(Integer.toString(loginUid), programs.toString()));
    run(command);
    List<Alert> alerts = agent.alerts(loginUid);
    List<String> wrong = new ArrayList<>(it.differences(alerts));
    if (!wrong.isEmpty()) {
      alerts.forEach(alert -> wrong.add(alert.line()));
    }
    return wrong;
  }

  @Override
  public void close() throws IOException {
    agent.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
