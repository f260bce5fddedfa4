package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code defense_evasion.yaml}. */
@ExtendWith(AttackExtension.class)
final class DefenseEvasionTest {
  private static final String HISTORY = "Shell history tampered with";
  private static final String LOG = "Log deleted or emptied";
  private static final String HIDDEN = "File hidden below /dev";
  private static final String SERVICE = "Security service stopped";

  private static final String IMMUTABLE = "File made immutable";

  private static final String TYPED = "printf \"one\\ntwo\\n\" >/root/.bash_history";
  private static final String LOGS = "echo x >/var/log/auth.log; echo x >/var/log/wtmp";
  private static final String DEVICES =
      """
      mount -t tmpfs sandbox /dev
      mknod -m 666 /dev/null c 1 3
      mkdir /dev/shm
      """;
  private static final String CONTROL = "ln -s /bin/true systemctl; ln -s /bin/true setenforce";

  static final List<Case> CASES =
      List.of(
          attack(HISTORY, "deleted", "rm /root/.bash_history")
              .given(TYPED)
              .field("fs.path.name", "/root/.bash_history"),
          attack(HISTORY, "deleted by the oldest call", "./act unlink /root/.bash_history")
              .given(TYPED),
          attack(HISTORY, "emptied", ": >/root/.bash_history").given(TYPED),
          attack(HISTORY, "truncated", "./act truncate /root/.bash_history").given(TYPED),
          attack(HISTORY, "sent to /dev/null", "ln -sf /dev/null /root/.bash_history").given(TYPED),
          benign(HISTORY, "a shell saves it", "script -qec 'bash -i' /dev/null <typed >shown")
              .given(TYPED + "\nprintf 'echo one\\nexit\\n' >typed"),
          benign(
                  HISTORY,
                  "appended and read",
                  "echo three >>/root/.bash_history; cat /root/.bash_history")
              .given(TYPED),
          attack(LOG, "deleted", "rm /var/log/auth.log").given(LOGS),
          attack(LOG, "emptied", ": >/var/log/auth.log")
              .given(LOGS)
              .field("fs.path.name", "/var/log/auth.log"),
          attack(LOG, "truncated", "truncate -s 0 /var/log/wtmp").given(LOGS),
          attack(LOG, "truncated by name", "./act truncate /var/log/wtmp").given(LOGS),
          attack(LOG, "moved away", "mv /var/log/auth.log /var/log/gone").given(LOGS),
          benign(
                  LOG,
                  "written",
                  "echo y >>/var/log/auth.log; echo >/var/log/mine; rm /var/log/mine")
              .given(LOGS),
          attack(HIDDEN, "beside the devices", "echo x >/dev/.hidden").given(DEVICES),
          benign(HIDDEN, "devices and shared memory", "echo x >/dev/null; echo x >/dev/shm/x")
              .given(DEVICES),
          benign(
                  HIDDEN,
                  "a log that is standard error",
                  "ln -s /proc/self/fd/2 /dev/stderr; echo x 2>log >/dev/stderr")
              .given(DEVICES),
          attack(SERVICE, "stopped", "./systemctl stop auditd").given(CONTROL),
          attack(SERVICE, "switched to permissive", "./setenforce 0").given(CONTROL),
          benign(SERVICE, "looked at", "./systemctl status auditd; ./systemctl stop nginx")
              .given(CONTROL),
          attack(IMMUTABLE, "with chattr", "chattr +i file; chattr -i file")
              .given("touch file")
              .field("fd.name", "/srv/case/file"),
          benign(IMMUTABLE, "another flag", "chattr +d file; lsattr file; chattr -d file")
              .given("touch file"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
