package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.EventIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, for formats that have names of their own for it. A rule's output decides
 * which fields there are; what is not there is null.
 */
record AlertFacts(Alert alert) {
  private static final Pattern TECHNIQUE =
      Pattern.compile("(?:attack\\.)?(t[0-9]{4})(\\.[0-9]{3})?", Pattern.CASE_INSENSITIVE);
  private static final Pattern TACTIC = Pattern.compile("mitre_([a-z_]+)");
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?<cip>[0-9a-fA-F.:]+):(?<cport>[0-9]+)->(?<sip>[0-9a-fA-F.:]+):(?<sport>[0-9]+)");
  private static final List<String> PATHS =
      List.of("fd.name", "fs.path.name", "fs.path.target", "evt.arg.path", "evt.arg.name");
  private static final List<String> OBJECTS = List.of("fd.", "fs.path.", "evt.arg.", "target.");
  private static final long MILLI = 1_000_000;

  /** One end of a connection. */
  record Endpoint(String ip, @Nullable Long port) {}

  /** A technique of MITRE ATT&amp;CK, such as T1003, with a part of it, such as T1003.008. */
  record Technique(String id, @Nullable String part) {}

  @Nullable String text(String field) {
    return alert.fields().get(field) instanceof String text && !text.isEmpty() ? text : null;
  }

  @Nullable Long number(String field) {
    return alert.fields().get(field) instanceof Long number ? number : null;
  }

  /** A number as text, as identifiers are written. */
  @Nullable String id(String field) {
    Long number = number(field);
    return number == null ? text(field) : number.toString();
  }

  /** The path of the file that the event is about. */
  @Nullable String path() {
    for (String field : PATHS) {
      String path = text(field);
      if (path != null && path.startsWith("/")) {
        return path;
      }
    }
    return null;
  }

  /** What a path ends with; a folder's own name for the root. */
  static String name(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? path : name;
  }

  @Nullable Endpoint client() {
    return endpoint("cip", "cport");
  }

  @Nullable Endpoint server() {
    return endpoint("sip", "sport");
  }

  private @Nullable Endpoint endpoint(String ip, String port) {
    String address = text("fd." + ip);
    if (address != null) {
      return new Endpoint(address, number("fd." + port));
    }
    String name = text("fd.name");
    Matcher connection = name == null ? null : CONNECTION.matcher(name);
    return connection != null && connection.matches()
        ? new Endpoint(connection.group(ip), Long.valueOf(connection.group(port)))
        : null;
  }

  /**
   * What was acted on, as text that tells it from other objects: of a connection its server, since
   * clients take another port each time; otherwise every field that describes it.
   */
  String object() {
    Endpoint server = server();
    if (server != null) {
      return server.ip() + " " + server.port();
    }
    StringBuilder object = new StringBuilder();
    alert
        .fields()
        .forEach((name, value) -> {
          if (value != null
              && !name.equals("fd.num")
              && OBJECTS.stream().anyMatch(name::startsWith)) {
            object.append(name).append('=').append(value).append('\n');
          }
        });
    return object.toString();
  }

  /** A name of the run of a program that no other on this machine has. */
  String process() {
    EventIdentity event = alert.event();
    return event.pid() + "-" + Long.toHexString(event.start()) + "-" + event.generation();
  }

  /** When that process began, ns since 1970. */
  long processStart() {
    return alert.time() - (alert.event().time() - alert.event().start());
  }

  /** A name that no other alert has, and that stays the same when it is sent again. */
  String unique() {
    return Long.toHexString(alert.time())
        + "-"
        + process()
        + "-"
        + Long.toHexString(alert.event().number())
        + "-"
        + Integer.toHexString(alert.rule().hashCode());
  }

  /** From 0, an emergency, to 7, as syslog counts. */
  long severity() {
    return switch (alert.priority()) {
      case EMERGENCY -> 0;
      case ALERT -> 1;
      case CRITICAL -> 2;
      case ERROR -> 3;
      case WARNING -> 4;
      case NOTICE -> 5;
      case INFORMATIONAL -> 6;
      case DEBUG -> 7;
    };
  }

  /** Those that tags name: {@code T1003.008}, {@code attack.t1003.008}. */
  List<Technique> techniques() {
    List<Technique> techniques = new ArrayList<>();
    for (String tag : alert.tags()) {
      Matcher matcher = TECHNIQUE.matcher(tag);
      if (matcher.matches()) {
        String id = matcher.group(1).toUpperCase(Locale.ROOT);
        Technique found =
            new Technique(id, matcher.group(2) == null ? null : id + matcher.group(2));
        if (!techniques.contains(found)) {
          techniques.add(found);
        }
      }
    }
    return techniques;
  }

  /** Those that tags name: {@code mitre_credential_access} means Credential Access. */
  List<String> tactics() {
    List<String> tactics = new ArrayList<>();
    for (String tag : alert.tags()) {
      Matcher matcher = TACTIC.matcher(tag);
      if (matcher.matches()) {
        StringBuilder name = new StringBuilder();
        for (String word : matcher.group(1).split("_")) {
          boolean minor = word.equals("and");
          name.append(name.isEmpty() ? "" : " ")
              .append(
                  minor ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        tactics.add(name.toString());
      }
    }
    return tactics;
  }

  static long millis(long nanos) {
    return Math.floorDiv(nanos, MILLI);
  }
}
