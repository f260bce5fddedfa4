package io.sentineledge.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What no single key can tell: permissions, values that do not fit each other. */
final class ConfigCheck {
  private static final int PAGE = 4096;

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
    for (Key<String> key : Keys.SECRET_FILES) {
      config.path(key).ifPresent(file -> readable(file, key.name(), true));
    }
    for (Key<String> key : Keys.CERTIFICATE_FILES) {
      config.path(key).ifPresent(file -> readable(file, key.name(), false));
    }
    if (config.get(Keys.TLS_CERT_FILE).isEmpty() != config.get(Keys.TLS_KEY_FILE).isEmpty()) {
      problems.error(Keys.TLS_CERT_FILE.name(), "needs " + Keys.TLS_KEY_FILE + ", and the reverse");
    }
  }

  private void ringSize() {
    int asked = config.get(Keys.RING_BUFFER_SIZE);
    int used = config.sensor().ringBytes();
    if (asked != used) {
      problems.notice(
          config.values().origin(Keys.RING_BUFFER_SIZE),
          "%s = %d is not a power of two of pages (%d bytes each): %d is used"
              .formatted(Keys.RING_BUFFER_SIZE, asked, PAGE, used));
    }
  }

  private void output(OutputConfig output) {
    String section = "[outputs." + output.name() + "]";
    Key<?> needed =
        switch (output.get(OutputKeys.TYPE)) {
          case FILE -> OutputKeys.PATH;
          case SYSLOG -> OutputKeys.ADDRESS;
          case WEBHOOK -> OutputKeys.URL;
          case PROGRAM -> OutputKeys.COMMAND;
        };
    String place = config.file() + ": " + section;
    if (output.values().isSet(OutputKeys.TYPE)
        && !output.values().isSet(needed)
        && needed != OutputKeys.ADDRESS) {
      problems.error(place, needed.lastName() + " is missing");
    }
    if (!output.get(OutputKeys.HEADERS).isEmpty() && config.file() != null) {
      secret(config.file(), place + " headers hold secrets");
    }
    String key = output.get(OutputKeys.TLS_KEY_FILE);
    if (!key.isEmpty()) {
      readable(config.resolve(key), place + " tls_key_file", true);
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
