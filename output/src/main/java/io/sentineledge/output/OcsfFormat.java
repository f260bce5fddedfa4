package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.output.AlertFacts.Endpoint;
import io.sentineledge.rules.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Detection Finding of the Open Cybersecurity Schema Framework, class 2004, one object a line.
 * What the schema has no place for is in {@code unmapped}: all fields of the rule's output under
 * their own names.
 */
public final class OcsfFormat implements AlertFormat {
  /** Of the schema. Later versions of 1 take what this one takes. */
  static final String SCHEMA = "1.8.0";

  private static final long FINDINGS = 2;
  private static final long DETECTION_FINDING = 2004;
  private static final long CREATE = 1;
  private static final long NEW = 1;
  private static final long RULE = 1;
  private static final long REGULAR_FILE = 1;
  private static final long UNKNOWN = 0;
  private static final long LINUX = 200;

  private final JsonLine line = new JsonLine();
  private final String version;

  /**
   * @param version of this product
   */
  public OcsfFormat(String version) {
    this.version = version;
  }

  /** A severity of the schema. */
  private record Severity(long id, String caption) {
    static Severity of(Priority priority) {
      return switch (priority) {
        case EMERGENCY -> new Severity(6, "Fatal");
        case ALERT, CRITICAL -> new Severity(5, "Critical");
        case ERROR -> new Severity(4, "High");
        case WARNING -> new Severity(3, "Medium");
        case NOTICE -> new Severity(2, "Low");
        case INFORMATIONAL, DEBUG -> new Severity(1, "Informational");
      };
    }
  }

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    AlertFacts facts = new AlertFacts(alert);
    Severity severity = Severity.of(alert.priority());
    Known finding =
        new Known()
            .with("activity_id", CREATE)
            .with("activity_name", "Create")
            .with("category_uid", FINDINGS)
            .with("category_name", "Findings")
            .with("class_uid", DETECTION_FINDING)
            .with("class_name", "Detection Finding")
            .with("type_uid", DETECTION_FINDING * 100 + CREATE)
            .with("type_name", "Detection Finding: Create")
            .with("severity_id", severity.id())
            .with("severity", severity.caption())
            .with("status_id", NEW)
            .with("status", "New")
            .with("is_alert", true)
            .with("time", AlertFacts.millis(alert.time()))
            .with("count", sighting.count())
            .with("start_time", AlertFacts.millis(sighting.first()))
            .with("end_time", AlertFacts.millis(sighting.last()))
            .with("message", SafeText.of(alert.output()))
            .with("metadata", metadata(alert, facts))
            .with("finding_info", info(sighting, facts))
            .with("device", device(alert))
            .with("evidences", List.of(evidence(facts).members()))
            .with("unmapped", alert.fields());
    return line.of(finding.members());
  }

  private Known metadata(Alert alert, AlertFacts facts) {
    Known product =
        new Known()
            .with("name", "SentinelEdge")
            .with("vendor_name", "SentinelEdge")
            .with("version", version);
    return new Known()
        .with("version", SCHEMA)
        .with("uid", facts.unique())
        .with("product", product)
        .with("log_name", alert.source())
        .with("original_time", Times.rfc3339(alert.time()))
        .with("labels", alert.tags());
  }

  private static Known info(Sighting sighting, AlertFacts facts) {
    Alert alert = sighting.alert();
    Known analytic =
        new Known()
            .with("name", alert.rule())
            .with("uid", alert.origin() == null ? null : alert.origin().id())
            .with("category", alert.namespace().toString())
            .with("type_id", RULE)
            .with("type", "Rule");
    return new Known()
        .with("uid", facts.unique())
        .with("title", alert.rule())
        .with("created_time", AlertFacts.millis(alert.time()))
        .with("first_seen_time", AlertFacts.millis(sighting.first()))
        .with("last_seen_time", AlertFacts.millis(sighting.last()))
        .with("analytic", analytic)
        .with("attacks", attacks(facts))
        .with("data_sources", List.of(alert.source()));
  }

  private static List<Map<String, @Nullable Object>> attacks(AlertFacts facts) {
    List<Map<String, @Nullable Object>> attacks = new ArrayList<>();
    facts
        .techniques()
        .forEach(technique ->
            attacks.add(
                new Known()
                    .with("technique", new Known().with("uid", technique.id()))
                    .with("sub_technique", new Known().with("uid", technique.part()))
                    .members()));
    facts
        .tactics()
        .forEach(tactic ->
            attacks.add(new Known().with("tactic", new Known().with("name", tactic)).members()));
    return attacks;
  }

  private static Known device(Alert alert) {
    return new Known()
        .with("hostname", alert.hostname())
        .with("type_id", UNKNOWN)
        .with("type", "Unknown")
        .with("os", new Known().with("name", "Linux").with("type_id", LINUX).with("type", "Linux"));
  }

  private static Known evidence(AlertFacts facts) {
    Known user =
        new Known().with("name", facts.text("user.name")).with("uid", facts.id("user.uid"));
    Known process =
        new Known()
            .with("pid", (long) facts.alert().event().pid())
            .with("uid", facts.process())
            .with("name", facts.text("proc.name"))
            .with("cmd_line", facts.text("proc.cmdline"))
            .with("working_directory", facts.text("proc.cwd"))
            .with("created_time", AlertFacts.millis(facts.processStart()))
            .with("file", file(facts.text("proc.exepath")))
            .with("user", user)
            .with("parent_process", parent(facts));
    return new Known()
        .with("actor", new Known().with("process", process).with("user", user))
        .with("process", process)
        .with("file", file(facts.path()))
        .with("src_endpoint", endpoint(facts.client()))
        .with("dst_endpoint", endpoint(facts.server()))
        .with("container", container(facts));
  }

  private static @Nullable Known parent(AlertFacts facts) {
    Long pid = facts.number("proc.ppid");
    return pid == null
        ? null
        : new Known()
            .with("pid", pid)
            .with("name", facts.text("proc.pname"))
            .with("cmd_line", facts.text("proc.pcmdline"))
            .with("file", file(facts.text("proc.pexepath")));
  }

  private static @Nullable Known file(@Nullable String path) {
    return path == null
        ? null
        : new Known()
            .with("name", AlertFacts.name(path))
            .with("path", path)
            .with("type_id", REGULAR_FILE)
            .with("type", "Regular File");
  }

  private static @Nullable Known endpoint(@Nullable Endpoint endpoint) {
    return endpoint == null
        ? null
        : new Known().with("ip", endpoint.ip()).with("port", endpoint.port());
  }

  private static @Nullable Known container(AlertFacts facts) {
    String id = facts.text("container.id");
    return id == null || id.equals("host")
        ? null
        : new Known()
            .with("uid", id)
            .with("name", facts.text("container.name"))
            .with("pod_uuid", facts.text("k8s.pod.uid"));
  }
}
