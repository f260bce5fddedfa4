package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.EventIdentity;
import io.sentineledge.event.EventType;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.RuleOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts for tests. */
final class Alerts {
  /** 2026-01-31T12:00:00.123456789Z. */
  static final long TIME = 1_769_860_800_123_456_789L;

  private Alerts() {}

  static Alert alert(String output, Map<String, @Nullable Object> fields) {
    return alert("Credential file read", output, fields);
  }

  static Alert alert(String rule, String output, Map<String, @Nullable Object> fields) {
    return new Alert(
        TIME,
        rule,
        Namespace.SHIPPED,
        Priority.CRITICAL,
        "syscall",
        List.of("mitre_credential_access", "T1003.008"),
        "host-1",
        output,
        new LinkedHashMap<>(fields),
        new EventIdentity(EventType.OPENAT, 1, 1, 100, 1, 1, 0),
        null);
  }

  /** The same at another time, ns since 1970. */
  static Alert at(Alert alert, long time) {
    return copy(alert, time, alert.event());
  }

  /** The same by another process. */
  static Alert by(Alert alert, int pid) {
    return copy(alert, alert.time(), new EventIdentity(EventType.OPENAT, 1, 1, pid, 1, 1, 0));
  }

  private static Alert copy(Alert alert, long time, EventIdentity event) {
    return new Alert(
        time,
        alert.rule(),
        alert.namespace(),
        alert.priority(),
        alert.source(),
        alert.tags(),
        alert.hostname(),
        alert.output(),
        new LinkedHashMap<>(alert.fields()),
        event,
        alert.origin());
  }

  /** An alert of a Sigma rule. */
  static Alert ofSigma() {
    return new Alert(
        TIME,
        "Credential file read",
        Namespace.SIGMA,
        Priority.NOTICE,
        "syscall",
        List.of("attack.t1053.003", "T1053.003"),
        "host-1",
        "Cron file (TargetFilename=/etc/cron.d/x)",
        new LinkedHashMap<>(),
        new EventIdentity(EventType.OPENAT, 1, 1, 100, 1, 1, 0),
        new RuleOrigin(
            "6c4e2f43-0000-4000-8000-97e53fa2bd05",
            "test",
            "low",
            null,
            List.of("https://example.org/cron"),
            List.of("Administrators", "Package managers")));
  }
}
