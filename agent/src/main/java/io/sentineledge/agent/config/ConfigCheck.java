package io.sentineledge.agent.config;

import com.google.re2j.PatternSyntaxException;
import io.sentineledge.output.HttpPost;
import io.sentineledge.output.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What no single key can tell: permissions, values that do not fit each other. */
final class ConfigCheck {
  private static final int PAGE = 4096;

  /** What metrics call standard output and the log of security events. */
  private static final Set<String> RESERVED = Set.of("stdout", "security-log");

  private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])";
  private static final Form SYSLOG_ADDRESS =
      new Form(
          "(?:udp|tcp|tls)://" + HOST + ":[0-9]{1,5}|unix://@?/.{1,106}",
          "udp://HOST:PORT, tcp://HOST:PORT, tls://HOST:PORT or unix://PATH");
  private static final Form WEBHOOK_ADDRESS =
      new Form(
          "https?://(?:[^/@]*@)?" + HOST + "(?::[0-9]{1,5})?(?:/\\S*)?",
          "an address that begins with http:// or https://");
  private static final Form SERVER_ADDRESS =
      new Form(HOST + ":[0-9]{1,5}", "HOST:PORT of each broker");

  /** What an address must be. */
  private record Form(Pattern pattern, String words) {
    Form(String pattern, String words) {
      this(Pattern.compile(pattern), words);
    }
  }

  private final Config config;
  private final Problems problems;

  ConfigCheck(Config config, Problems problems) {
    this.config = config;
    this.problems = problems;
  }

  void run() {
    if (config.file() != null) {
      notWritable(config.file());
    }
    ringSize();
    config.outputs().forEach(this::output);
    Key<String> log = LoggingKeys.LOG_FILE;
    writable(config.get(log), config.values().origin(log), log.name());
    patterns();
    for (Key<String> key : MonitoringKeys.SECRET_FILES) {
      config.path(key).ifPresent(file -> readable(file, key.name(), true));
    }
    for (Key<String> key : MonitoringKeys.CERTIFICATE_FILES) {
      config.path(key).ifPresent(file -> readable(file, key.name(), false));
    }
    if (config.get(MonitoringKeys.TLS_CERT_FILE).isEmpty()
        != config.get(MonitoringKeys.TLS_KEY_FILE).isEmpty()) {
      problems.error(
          MonitoringKeys.TLS_CERT_FILE.name(),
          "needs " + MonitoringKeys.TLS_KEY_FILE + ", and the reverse");
    }
  }

  private void ringSize() {
    int asked = config.get(EbpfKeys.RING_BUFFER_SIZE);
    int used = config.sensor().ringBytes();
    if (asked != used) {
      problems.notice(
          config.values().origin(EbpfKeys.RING_BUFFER_SIZE),
          "%s = %d is not a power of two of pages (%d bytes each): %d is used"
              .formatted(EbpfKeys.RING_BUFFER_SIZE, asked, PAGE, used));
    }
  }

  private void patterns() {
    for (String pattern : config.get(SecurityKeys.REDACT)) {
      try {
        var _ = new Redaction(List.of(pattern));
      } catch (PatternSyntaxException e) {
        problems.error(
            config.values().origin(SecurityKeys.REDACT),
            SecurityKeys.REDACT + " must hold patterns of RE2: " + e.getMessage());
      }
    }
  }

  private void output(OutputConfig output) {
    String section = "[outputs." + output.name() + "]";
    Key<?> needed =
        switch (output.get(OutputKeys.TYPE)) {
          case FILE -> OutputKeys.PATH;
          case SYSLOG -> OutputKeys.ADDRESS;
          case WEBHOOK, OTLP -> OutputKeys.URL;
          case KAFKA -> OutputKeys.SERVERS;
          case PROGRAM -> OutputKeys.COMMAND;
        };
    String place = config.file() + ": " + section;
    if (output.values().isSet(OutputKeys.TYPE)
        && !output.values().isSet(needed)
        && needed != OutputKeys.ADDRESS) {
      problems.error(place, needed.lastName() + " is missing");
    }
    address(output);
    if (output.get(OutputKeys.TYPE) == OutputKeys.Type.FILE) {
      String path = output.get(OutputKeys.PATH);
      writable(path, output.values().origin(OutputKeys.PATH), name(output, OutputKeys.PATH));
    }
    if (RESERVED.contains(output.name())) {
      problems.error(place, "is the name of an output that always exists: choose another one");
    }
    if (output.get(OutputKeys.TYPE) == OutputKeys.Type.WEBHOOK
        && output.get(OutputKeys.FORMAT) == OutputKeys.Format.TEXT) {
      problems.error(place, "format must be json, ocsf or ecs: a webhook takes no text");
    }
    for (Header header : output.get(OutputKeys.HEADERS)) {
      if (!HttpPost.allows(header.name(), header.value())) {
        problems.error(
            place + " headers",
            header.name() + " can't be sent: it is not one line, or the agent sets it itself");
      }
    }
    for (Key<List<Header>> table : List.of(OutputKeys.HEADERS, OutputKeys.PROPERTIES)) {
      if (!output.get(table).isEmpty() && config.file() != null) {
        secret(config.file(), place + " " + table.lastName() + " hold secrets");
      }
    }
    if (output.get(OutputKeys.URL).contains("@") && config.file() != null) {
      secret(config.file(), place + " url holds a password");
    }
    String key = output.get(OutputKeys.TLS_KEY_FILE);
    if (!key.isEmpty()) {
      readable(config.resolve(key), place + " tls_key_file", true);
    }
  }

  private void address(OutputConfig output) {
    OutputKeys.Type type = output.get(OutputKeys.TYPE);
    if (type == OutputKeys.Type.SYSLOG) {
      address(output, OutputKeys.ADDRESS, output.get(OutputKeys.ADDRESS), SYSLOG_ADDRESS);
    } else if (output.values().isSet(OutputKeys.URL)
        && (type == OutputKeys.Type.WEBHOOK || type == OutputKeys.Type.OTLP)) {
      address(output, OutputKeys.URL, output.get(OutputKeys.URL), WEBHOOK_ADDRESS);
    } else if (type == OutputKeys.Type.KAFKA) {
      output
          .get(OutputKeys.SERVERS)
          .forEach(server -> address(output, OutputKeys.SERVERS, server, SERVER_ADDRESS));
    } else if (type == OutputKeys.Type.PROGRAM && !output.get(OutputKeys.COMMAND).isEmpty()) {
      Path program = Path.of(output.get(OutputKeys.COMMAND).getFirst());
      if (!program.isAbsolute() || !Files.isExecutable(program)) {
        wrong(
            output,
            OutputKeys.COMMAND,
            "must begin with the whole path of a program that can be run, but does with "
                + ValueType.quoted(program.toString()));
      }
    }
  }

  private void address(OutputConfig output, Key<?> key, String value, Form wanted) {
    if (!wanted.pattern().matcher(value).matches()) {
      wrong(output, key, "must be " + wanted.words() + ", but is " + ValueType.quoted(value));
    }
  }

  private void wrong(OutputConfig output, Key<?> key, String message) {
    problems.error(output.values().origin(key), name(output, key) + " " + message);
  }

  private static String name(OutputConfig output, Key<?> key) {
    return "outputs." + output.name() + "." + key.lastName();
  }

  /** A notice and no error: who checks may be another user than the agent. */
  private void writable(String name, String origin, String what) {
    if (name.isEmpty()) {
      return;
    }
    Path file = config.resolve(name).toAbsolutePath();
    Path there = file;
    for (Path up = file; up != null && !Files.exists(there); up = up.getParent()) {
      there = up;
    }
    boolean fits = Files.isDirectory(there) != there.equals(file);
    if (!fits || !Files.isWritable(there)) {
      problems.notice(
          origin,
          "%s = %s can't be written by this user: see %s"
              .formatted(what, ValueType.quoted(name), there));
    }
  }

  private void notWritable(Path file) {
    Set<PosixFilePermission> mode = mode(file);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      problems.error(
          file.toString(),
          "others can write this file (%s): run chmod go-w on it"
              .formatted(PosixFilePermissions.toString(mode)));
    }
  }

  private void readable(Path file, String what, boolean secret) {
    if (!Files.isReadable(file)) {
      problems.error(what, "can't read the file " + file);
    } else if (secret) {
      secret(file, what);
    }
  }

  private void secret(Path file, String what) {
    Set<PosixFilePermission> mode = mode(file);
    if (mode.contains(PosixFilePermission.OTHERS_READ)) {
      problems.error(
          what,
          "others can read the file %s (%s): run chmod o-rwx on it"
              .formatted(file, PosixFilePermissions.toString(mode)));
    }
  }

  /** Of a regular file; of anything else, and where it can't be told, nothing. */
  private static Set<PosixFilePermission> mode(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.getPosixFilePermissions(file) : Set.of();
    } catch (IOException | UnsupportedOperationException e) {
      return Set.of();
    }
  }
}
