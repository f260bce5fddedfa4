package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installed agent in a folder of its own, with a rule about files of another folder. Needs root,
 * which CI has.
 */
abstract class AgentFixture {
  @TempDir Path folder = Path.of("");
  Path launcher = Path.of("");
  Path marked = Path.of("");
  Path rules = Path.of("");

  @BeforeEach
  void install() throws IOException {
    Root.needed();
    launcher = Installed.in(Files.createDirectory(folder.resolve("dist")));
    marked = Files.createDirectory(folder.resolve("marked"));
    rules = folder.resolve("rules.yaml");
    rule("Marked file opened");
  }

  /** Gives the rule another name. */
  void rule(String name) throws IOException {
    Files.writeString(
        rules,
        """
        - rule: %s
          desc: a test
          condition: evt.type in (open, openat) and fd.name startswith "%s/"
          output: "%%proc.name opened %%fd.name (user=%%user.name image=%%container.image.tag cmd=%%proc.cmdline)"
          priority: WARNING
          tags: [test]
        """
            .formatted(name, marked));
  }

  /** Has a shell start agents from now on, which finds the command in its arguments. */
  void startsBy(String script) throws IOException {
    Path inner = launcher.resolveSibling("inner");
    Files.move(launcher, inner);
    Files.writeString(launcher, "#!/bin/sh\nset -- \"%s\" \"$@\"\n%s".formatted(inner, script));
    assertTrue(launcher.toFile().setExecutable(true));
  }

  /** Starts an agent with that rule alone. */
  AgentProcess start(Map<String, String> environment, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--no-default-rules", "--rules", rules.toString()));
    all.addAll(List.of(options));
    return AgentProcess.start(launcher, environment, all).awaitReady();
  }

  /** A configuration file that only its owner may read, as secrets need. */
  Path config(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), text);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** Reads files with a program of its own. */
  static void cat(Path... files) {
    try {
      Stream<String> names = Stream.of(files).map(Path::toString);
      new ProcessBuilder(Stream.concat(Stream.of("cat"), names).toList())
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * What it wrote to standard output, without alerts of lost events: on a busy machine those of
   * other workloads may be lost, which is told to every agent.
   */
  static List<String> lines(AgentProcess agent) {
    return allLines(agent).stream()
        .filter(line -> !line.contains("\"rule\":\"Events lost\""))
        .filter(line -> !line.contains(" ERROR Events lost: "))
        .toList();
  }

  /** All that it wrote to standard output, which must be valid UTF-8. */
  static List<String> allLines(AgentProcess agent) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(agent.stdout())).toString().lines().toList();
    } catch (CharacterCodingException e) {
      throw new AssertionError("standard output is not valid UTF-8", e);
    }
  }

  /** A file's text; empty while there is none. */
  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
