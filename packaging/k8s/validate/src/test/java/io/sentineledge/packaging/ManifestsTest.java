package io.sentineledge.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The manifest, and what the Helm chart and kustomize make, against the types of the Kubernetes API: a key that
 * the API does not know fails.
 */
final class ManifestsTest {
  private static final Path PACKAGING = Path.of("../..");
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "Namespace", Namespace.class,
          "ServiceAccount", ServiceAccount.class,
          "ClusterRole", ClusterRole.class,
          "ClusterRoleBinding", ClusterRoleBinding.class,
          "ConfigMap", ConfigMap.class,
          "DaemonSet", DaemonSet.class,
          "NetworkPolicy", NetworkPolicy.class);

  /** The model's classes keep keys that they do not know, unless they are told not to. */
  private static final YAMLMapper STRICT =
      YAMLMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static Map<String, HasMetadata> read(String documents) {
    Map<String, HasMetadata> all = new TreeMap<>();
    Stream.of(documents.split("(?m)^---.*$"))
        .filter(text -> !text.isBlank())
        .forEach(text -> {
          String kind = STRICT.readTree(text).path("kind").asString();
          HasMetadata one = STRICT.readValue(text, KINDS.get(kind));
          all.put(kind + " " + one.getMetadata().getName(), one);
        });
    return all;
  }

  private static Map<String, HasMetadata> manifest() throws IOException {
    return read(Files.readString(PACKAGING.resolve("k8s/k8s-deployment.yaml")));
  }

  private static String chart(UnaryOperator<com.marcnuri.helm.TemplateCommand> options) {
    Helm chart = new Helm(PACKAGING.resolve("helm/sentineledge"));
    return options
        .apply(chart.template().withName("sentineledge").withNamespace("security")
            .withKubeVersion("1.33.0"))
        .call();
  }

  private static PodSpec pod(Map<String, HasMetadata> manifest) {
    return ((DaemonSet) manifest.get("DaemonSet sentineledge")).getSpec().getTemplate().getSpec();
  }

  @Test
  void theApiKnowsEveryKeyOfTheManifest() throws IOException {
    Map<String, HasMetadata> manifest = manifest();
    assertEquals(KINDS.keySet().size(), manifest.size(), manifest.keySet()::toString);
    String misspelt =
        Files.readString(PACKAGING.resolve("k8s/k8s-deployment.yaml"))
            .replace("hostPID: true", "hostPid: true");
    assertThrows(JacksonException.class, () -> read(misspelt));
  }

  @Test
  void leastPrivilege() throws IOException {
    PodSpec pod = pod(manifest());
    Container agent = pod.getContainers().getFirst();
    assertNull(agent.getSecurityContext().getPrivileged());
    assertFalse(agent.getSecurityContext().getAllowPrivilegeEscalation());
    assertTrue(agent.getSecurityContext().getReadOnlyRootFilesystem());
    assertEquals(List.of("ALL"), agent.getSecurityContext().getCapabilities().getDrop());
    assertEquals(
        List.of("BPF", "PERFMON", "SYS_PTRACE", "DAC_OVERRIDE"),
        agent.getSecurityContext().getCapabilities().getAdd());
    assertFalse(pod.getAutomountServiceAccountToken());
  }

  @Test
  void probesAskTheLoopbackAddress() throws IOException {
    Container agent = pod(manifest()).getContainers().getFirst();
    Stream.of(agent.getStartupProbe(), agent.getLivenessProbe(), agent.getReadinessProbe())
        .forEach(probe -> {
          assertEquals("127.0.0.1", probe.getHttpGet().getHost());
          assertEquals(8080, probe.getHttpGet().getPort().getIntVal());
        });
  }

  @Test
  void whatIsReferredToIsThere() throws IOException {
    Map<String, HasMetadata> manifest = manifest();
    PodSpec pod = pod(manifest);
    List<String> volumes = pod.getVolumes().stream().map(v -> v.getName()).toList();
    pod.getContainers().getFirst().getVolumeMounts()
        .forEach(mount -> assertTrue(volumes.contains(mount.getName()), mount.getName()));
    assertTrue(manifest.containsKey("ServiceAccount " + pod.getServiceAccountName()));
    pod.getVolumes().stream().filter(v -> v.getConfigMap() != null)
        .forEach(v -> assertTrue(manifest.containsKey("ConfigMap " + v.getConfigMap().getName())));
    DaemonSet set = (DaemonSet) manifest.get("DaemonSet sentineledge");
    assertEquals(
        set.getSpec().getSelector().getMatchLabels(),
        set.getSpec().getTemplate().getMetadata().getLabels());
  }

  private static void assertSame(Map<String, HasMetadata> wanted, Map<String, HasMetadata> made) {
    JsonMapper json = JsonMapper.shared();
    assertEquals(wanted.keySet(), made.keySet());
    wanted.forEach(
        (name, one) -> assertEquals(json.valueToTree(one), json.valueToTree(made.get(name)), name));
  }

  @Test
  void theChartMakesTheManifest() throws IOException {
    assertSame(manifest(), read(chart(command -> command)));
  }

  @Test
  void kustomizeMakesTheManifest() throws IOException {
    assertSame(manifest(), read(kustomized("base")));
  }

  @Test
  void kustomizesPrivilegedFormIsTheCharts() throws IOException {
    assertSame(
        read(chart(command -> command.set("privileged", "true"))), read(kustomized("privileged")));
  }

  /** What packaging/k8s/test had kustomize make, in the folder that it names. */
  private static String kustomized(String form) throws IOException {
    return Files.readString(Path.of(System.getenv("KUSTOMIZED"), form + ".yaml"));
  }

  @Test
  void theChartsPrivilegedForm() {
    PodSpec pod = pod(read(chart(command -> command.set("privileged", "true"))));
    Container agent = pod.getContainers().getFirst();
    assertTrue(agent.getSecurityContext().getPrivileged());
    assertNull(agent.getSecurityContext().getCapabilities());
    assertNull(agent.getSecurityContext().getAllowPrivilegeEscalation());
    assertEquals("Unconfined", pod.getSecurityContext().getSeccompProfile().getType());
  }

  @Test
  void theChartsRules() {
    Map<String, HasMetadata> made = read(chart(command -> command.set("rules.mine\\.yaml", "[]")));
    assertTrue(((ConfigMap) made.get("ConfigMap sentineledge-rules")).getData().containsKey("mine.yaml"));
    assertTrue(
        pod(made).getVolumes().stream()
            .filter(volume -> volume.getProjected() != null)
            .flatMap(volume -> volume.getProjected().getSources().stream())
            .filter(source -> source.getConfigMap().getName().equals("sentineledge-rules"))
            .anyMatch(source ->
                source.getConfigMap().getItems().getFirst().getPath().equals("rules.d/mine.yaml")));
  }

  @Test
  void theChartsSeccompProfile() {
    PodSpec pod =
        pod(
            read(
                chart(command ->
                    command
                        .set("seccomp.type", "Localhost")
                        .set("seccomp.localhostProfile", "sentineledge.json"))));
    assertEquals(
        "sentineledge.json", pod.getSecurityContext().getSeccompProfile().getLocalhostProfile());
  }

  @Test
  void theChartsPodMonitor() throws IOException {
    String made = chart(command -> command.set("podMonitor.enabled", "true"));
    String monitor =
        Stream.of(made.split("(?m)^---.*$")).filter(text -> text.contains("kind: PodMonitor")).findFirst().orElseThrow();
    assertEquals(
        STRICT.readTree(Files.readString(PACKAGING.resolve("k8s/pod-monitor.yaml"))),
        STRICT.readTree(monitor));
  }
}
