package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.output.AlertFacts.Endpoint;
import io.sentineledge.output.AlertFacts.Technique;
import io.sentineledge.rules.RuleOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert in the names of the Elastic Common Schema, one object a line. What the schema has no
 * name for is in {@code sentineledge}: all fields of the rule's output, and how many alerts it
 * stands for.
 */
public final class EcsFormat implements AlertFormat {
  private static final String SCHEMA = "8.17.0";

  private final JsonLine line = new JsonLine();
  private final String version;

  /**
   * @param version of this product
   */
  public EcsFormat(String version) {
    this.version = version;
  }

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    AlertFacts facts = new AlertFacts(alert);
    Known document =
        new Known()
            .with("@timestamp", Times.rfc3339(alert.time()))
            .with("message", SafeText.of(alert.output()))
            .with("tags", alert.tags())
            .with("ecs", new Known().with("version", SCHEMA))
            .with("event", event(sighting, facts))
            .with("log", new Known().with("level", alert.priority().falcoName()))
            .with("rule", rule(alert))
            .with("threat", threat(facts))
            .with(
                "host",
                new Known().with("hostname", alert.hostname()).with("name", alert.hostname()))
            .with("observer", observer())
            .with("process", process(facts))
            .with("user", named(facts, "user.uid", "user.name"))
            .with("group", named(facts, "group.gid", "group.name"))
            .with("file", file(facts.path()))
            .with("source", endpoint(facts.client()))
            .with("destination", endpoint(facts.server()))
            .with("network", new Known().with("transport", facts.text("fd.l4proto")))
            .with("container", container(facts))
            .with("orchestrator", orchestrator(facts))
            .with(
                "sentineledge",
                new Known().with("count", sighting.count()).with("output_fields", alert.fields()));
    return line.of(document.members());
  }

  private static Known event(Sighting sighting, AlertFacts facts) {
    List<String> categories = new ArrayList<>(List.of("intrusion_detection", "process"));
    if (facts.server() != null) {
      categories.add("network");
    } else if (facts.path() != null) {
      categories.add("file");
    }
    return new Known()
        .with("id", facts.unique())
        .with("kind", "alert")
        .with("category", categories)
        .with("type", List.of("info"))
        .with("action", sighting.alert().event().type().falcoName())
        .with("module", "sentineledge")
        .with("dataset", "sentineledge.alert")
        .with("provider", sighting.alert().source())
        .with("severity", facts.severity())
        .with("start", Times.rfc3339(sighting.first()))
        .with("end", Times.rfc3339(sighting.last()));
  }

  private static Known rule(Alert alert) {
    RuleOrigin origin = alert.origin();
    Known rule =
        new Known().with("name", alert.rule()).with("ruleset", alert.namespace().toString());
    return origin == null
        ? rule
        : rule.with("id", origin.id())
            .with("author", origin.author() == null ? null : List.of(origin.author()))
            .with("reference", origin.references().stream().findFirst().orElse(null));
  }

  private static @Nullable Known threat(AlertFacts facts) {
    List<Technique> techniques = facts.techniques();
    List<String> tactics = facts.tactics();
    if (techniques.isEmpty() && tactics.isEmpty()) {
      return null;
    }
    List<String> parts = techniques.stream().map(Technique::part).filter(Objects::nonNull).toList();
    return new Known()
        .with("framework", "MITRE ATT&CK")
        .with("tactic", new Known().with("name", tactics))
        .with(
            "technique",
            new Known()
                .with("id", techniques.stream().map(Technique::id).distinct().toList())
                .with("subtechnique", new Known().with("id", parts)));
  }

  private Known observer() {
    return new Known()
        .with("vendor", "SentinelEdge")
        .with("product", "SentinelEdge")
        .with("type", "sensor")
        .with("version", version);
  }

  private static Known process(AlertFacts facts) {
    return new Known()
        .with("pid", (long) facts.alert().event().pid())
        .with("entity_id", facts.process())
        .with("name", facts.text("proc.name"))
        .with("executable", facts.text("proc.exepath"))
        .with("command_line", facts.text("proc.cmdline"))
        .with("working_directory", facts.text("proc.cwd"))
        .with("start", Times.rfc3339(facts.processStart()))
        .with(
            "parent",
            new Known()
                .with("pid", facts.number("proc.ppid"))
                .with("name", facts.text("proc.pname"))
                .with("executable", facts.text("proc.pexepath"))
                .with("command_line", facts.text("proc.pcmdline")));
  }

  private static Known named(AlertFacts facts, String id, String name) {
    return new Known().with("id", facts.id(id)).with("name", facts.text(name));
  }

  private static @Nullable Known file(@Nullable String path) {
    if (path == null) {
      return null;
    }
    String folder = path.substring(0, path.lastIndexOf('/'));
    return new Known()
        .with("path", path)
        .with("name", AlertFacts.name(path))
        .with("directory", folder.isEmpty() ? "/" : folder);
  }

  private static @Nullable Known endpoint(@Nullable Endpoint endpoint) {
    return endpoint == null
        ? null
        : new Known()
            .with("address", endpoint.ip())
            .with("ip", endpoint.ip())
            .with("port", endpoint.port());
  }

  private static @Nullable Known container(AlertFacts facts) {
    String id = facts.text("container.id");
    String tag = facts.text("container.image.tag");
    return id == null || id.equals("host")
        ? null
        : new Known()
            .with("id", id)
            .with("name", facts.text("container.name"))
            .with(
                "image",
                new Known()
                    .with("name", facts.text("container.image.repository"))
                    .with("tag", tag == null ? null : List.of(tag)));
  }

  private static @Nullable Known orchestrator(AlertFacts facts) {
    String pod = facts.text("k8s.pod.name");
    return pod == null
        ? null
        : new Known()
            .with("type", "kubernetes")
            .with("namespace", facts.text("k8s.ns.name"))
            .with("resource", new Known().with("type", "pod").with("name", pod));
  }
}
