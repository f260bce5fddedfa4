package io.sentineledge.detect;

import static io.sentineledge.detect.SigmaScene.O_CREAT;
import static io.sentineledge.detect.SigmaScene.O_TRUNC;
import static io.sentineledge.detect.SigmaScene.O_WRONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public Sigma rules at work: for each, an event that it must see and a look-alike. */
class SigmaCorpusEngineTest {
  private static final Path FOLDER = Path.of("../../shared/corpus/sigma");

  /** Loaded once: compiling all rules is most of the test's time. */
  private static @Nullable RuleSet loaded;

  private static @Nullable SigmaScene scene;

  private static RuleSet rules() {
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(FOLDER), () -> "skipped, no such folder: " + FOLDER);
    }
    assertTrue(Files.exists(FOLDER), () -> "no such folder: " + FOLDER.toAbsolutePath());
    if (loaded == null) {
      loaded = new RuleLoader().add(FOLDER).load().rules();
    }
    return loaded;
  }

  private static SigmaScene scene() {
    if (scene == null) {
      scene = new SigmaScene(rules());
    }
    return scene.fresh();
  }

  /** The rule whose file has this name sees the first event and not the second. */
  private static void check(
      String file,
      Function<SigmaScene, List<String>> attack,
      Function<SigmaScene, List<String>> lookAlike) {
    String rule =
        rules().rules().stream()
            .filter(r -> r.position().file().endsWith("/" + file + ".yml"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no rule of " + file))
            .name();
    List<String> seen = attack.apply(scene());
    assertTrue(seen.contains(rule), () -> file + " must fire, fired: " + seen);
    List<String> none = lookAlike.apply(scene());
    assertFalse(none.contains(rule), () -> file + " must not fire, fired: " + none);
  }

  @Test
  void programsByName() {
    check(
        "proc_creation_lnx_at_command",
        s -> s.exec("/usr/bin/at", "at", "now"),
        s -> s.exec("/usr/bin/cat", "cat", "at"));
    check(
        "proc_creation_lnx_system_network_discovery",
        s -> s.exec("/usr/sbin/IPTABLES"),
        s -> s.exec("/usr/sbin/iptables-save"));
    check(
        "proc_creation_lnx_local_groups",
        s -> s.exec("/usr/bin/cat", "cat", "/etc/group"),
        s -> s.exec("/usr/bin/cat", "cat", "/etc/hosts"));
    check(
        "proc_creation_lnx_susp_hktl_execution",
        s -> s.execAs("/opt/tools/run", "/opt/tools/linpeas.sh", "linpeas.sh"),
        s -> s.exec("/usr/bin/lint"));
  }

  @Test
  void commandLines() {
    check(
        "proc_creation_lnx_triple_cross_rootkit_install",
        s -> s.exec("/usr/bin/sudo", "sudo", "tc", "qdisc", "add", "dev", "enp0s3", "clsact"),
        s -> s.exec("/usr/bin/sudo", "sudo", "tc", "qdisc", "add", "dev", "eth0", "clsact"));
    check(
        "proc_creation_lnx_gcc_shell_execution",
        s -> s.exec("/usr/bin/gcc", "gcc", "-wrapper", "/bin/sh,-s", "."),
        s -> s.exec("/usr/bin/gcc", "gcc", "-wrapper", "/bin/ls", "."));
    check(
        "proc_creation_lnx_touch_susp",
        s -> s.exec("/usr/bin/touch", "touch", "-t", "202001010000", "/etc/a.service"),
        s -> s.exec("/usr/bin/touch", "touch", "-t", "202001010000", "/etc/a.service.d"));
    check(
        "proc_creation_lnx_file_and_directory_discovery",
        s -> s.exec("/usr/bin/file", "file", "x".repeat(200)),
        s -> s.exec("/usr/bin/file", "file", "x".repeat(190)));
    check(
        "proc_creation_lnx_nohup_susp_execution",
        s -> s.exec("/usr/bin/nohup", "nohup", "/tmp/x"),
        s -> s.exec("/usr/bin/nohup", "nohup", "/opt/x"));
    check(
        "proc_creation_lnx_susp_find_execution",
        s -> s.exec("/usr/bin/find", "find", "/", "-perm", "-4000"),
        s -> s.exec("/usr/bin/find", "find", "/", "-perm", "4000"));
    check(
        "proc_creation_lnx_security_software_discovery",
        s -> s.exec("/bin/grep", "grep", "OSQUERYD"),
        s -> s.exec("/bin/grep", "grep", "query"));
    check(
        "proc_creation_lnx_env_shell_invocation",
        s -> s.exec("/usr/bin/env", "env", "/bin/sh"),
        s -> s.exec("/usr/bin/env", "env", "/bin/true"));
    check(
        "proc_creation_lnx_chroot_execution",
        s -> s.exec("/usr/bin/sudo", "sudo", "-R", "/srv", "id"),
        s -> s.exec("/usr/bin/sudo", "sudo", "-u", "bob", "id"));
    check(
        "proc_creation_lnx_av_kaspersky_av_disabled",
        s -> s.exec("/usr/bin/systemctl", "systemctl", "stop", "kesl"),
        s -> s.exec("/usr/bin/systemctl", "systemctl", "start", "kesl"));
    check(
        "proc_creation_lnx_python_base64_encoded_execution",
        s -> s.exec("/usr/bin/python3", "python3", "-c", "import base64;x(b64decode('eA=='))"),
        s -> s.exec("/usr/bin/python3", "python3", "-c", "import os"));
    check(
        "proc_creation_lnx_bpf_kprob_tracing_enabled",
        s ->
            s.exec(
                "/bin/sh",
                "sh",
                "-c",
                "echo 1 > /sys/kernel/debug/tracing/events/kprobes/myprobe/enable"),
        s -> s.exec("/bin/sh", "sh", "-c", "echo 1 > /tmp/myprobe/enable"));
  }

  @Test
  void exclusionsAndGroups() {
    check(
        "proc_creation_lnx_susp_network_utilities_execution",
        s -> s.execAs("/usr/bin/nc.openbsd", "/usr/bin/nc", "nc", "10.0.0.9", "80"),
        s -> s.exec("/usr/bin/nc", "nc", "-l", "80"));
    check(
        "proc_creation_lnx_susp_container_residence_discovery",
        s -> s.exec("/usr/bin/gawk", "awk", "{print}", "/proc/1/cgroup"),
        s -> s.exec("/usr/bin/gawk", "awk", "{print}", "/proc/1/cgroups"));
  }

  @Test
  void parentsUsersAndFolders() {
    check(
        "proc_creation_lnx_webshell_detection",
        s -> s.parent("/usr/sbin/nginx", "nginx").exec("/usr/bin/whoami"),
        s -> s.parent("/usr/sbin/sshd", "sshd").exec("/usr/bin/whoami"));
    check(
        "proc_creation_lnx_webshell_detection",
        s -> s.parent("/opt/jdk", "/usr/bin/java", "-jar", "Tomcat.jar").exec("/bin/uname"),
        s -> s.parent("/opt/jdk", "/usr/bin/java", "-jar", "app.jar").exec("/bin/uname"));
    check(
        "proc_creation_lnx_susp_script_interpretor_spawn_credential_scanner",
        s -> s.parent("/usr/bin/node", "node").exec("/usr/bin/gitleaks"),
        s -> s.parent("/usr/bin/make", "make").exec("/usr/bin/gitleaks"));
    check(
        "proc_creation_lnx_susp_shell_child_process_from_parent_tmp_folder",
        s -> s.parent("/tmp/x", "x").exec("/usr/bin/bash"),
        s -> s.parent("/tmp/x", "x").exec("/usr/bin/ls"));
    check(
        "proc_creation_lnx_omigod_scx_runasprovider_executeshellcommand",
        s -> s.user("root").cwd("/var/opt/microsoft/scx/tmp").exec("/bin/sh", "/bin/sh", "-c"),
        s -> s.user("alice").cwd("/var/opt/microsoft/scx/tmp").exec("/bin/sh", "/bin/sh", "-c"));
  }

  @Test
  void files() {
    check(
        "file_event_lnx_doas_conf_creation",
        s -> s.open("/etc/doas.conf", O_WRONLY | O_CREAT),
        s -> s.open("/etc/doas.conf", O_WRONLY));
    check(
        "file_event_lnx_susp_shell_script_under_profile_directory",
        s -> s.rename("/tmp/a", "/etc/profile.d/a.sh"),
        s -> s.rename("/etc/profile.d/a.sh", "/tmp/a"));
    check(
        "file_event_lnx_susp_cron_file_created",
        s -> s.open("/etc/cron.d/job", O_WRONLY | O_TRUNC),
        s -> s.open("/etc/cron.daily/dpkg", O_WRONLY | O_CREAT));
    check(
        "file_event_lnx_triple_cross_rootkit_persistence",
        s -> s.open("/etc/cron.d/ebpfbackdoor", O_WRONLY | O_CREAT),
        s -> s.unlink("/etc/cron.d/ebpfbackdoor"));
  }

  @Test
  void connections() {
    check(
        "net_connection_lnx_back_connect_shell_dev",
        s -> {
          s.exec("/bin/bash");
          return s.connect("198.51.100.1", 4242, -115);
        },
        s -> {
          s.exec("/bin/bash");
          return s.connect("127.0.0.1", 4242, 0);
        });
    check(
        "net_connection_lnx_susp_malware_callback_port",
        s -> s.connect("198.51.100.1", 4444, 0),
        s -> s.connect("192.168.7.1", 4444, 0));
    check(
        "net_connection_lnx_susp_malware_callback_port",
        s -> s.connect("2001:db8::1", 888, 0),
        s -> s.connect("fe80::1", 888, 0));
    check(
        "net_connection_lnx_susp_malware_callback_port",
        s -> s.connect("198.51.100.1", 51820, 0),
        s -> s.accept("198.51.100.1"));
  }

  @Test
  void anAlertOfEachRuleThatMatches() {
    List<String> fired = scene().exec("/usr/bin/find", "find", "/", "-perm", "-4000");
    assertEquals(2, fired.size(), fired::toString);
  }

  @Test
  void ordinaryEventsCostNoAllocation() {
    SigmaScene ordinary = scene();
    assertEquals(0, ordinary.leastAllocation());
    assertEquals(List.of(), ordinary.alerts());
  }
}
