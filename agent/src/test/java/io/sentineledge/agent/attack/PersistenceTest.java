package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code persistence.yaml}. */
@ExtendWith(AttackExtension.class)
final class PersistenceTest {
  private static final String SCHEDULE = "Scheduled task changed";
  private static final String UNIT = "Systemd unit changed";
  private static final String SSH = "SSH access changed";
  private static final String SHELL = "Shell startup file changed";
  private static final String STARTUP = "Boot or event script changed";
  private static final String PRELOAD = "Library preload set for all programs";
  private static final String LIBRARIES = "Library folders of all programs changed";
  private static final String AUTHENTICATION = "Authentication configuration changed";
  private static final String ACCOUNT_FILE = "Account file changed";
  private static final String ACCOUNT = "Account managed by hand";
  private static final String HOOK = "Package manager hook changed";
  private static final String PROGRAM = "Program in a system folder changed";

  static final List<Case> CASES =
      List.of(
          attack(SCHEDULE, "a job is written", "echo '* * * * * root true' >/etc/cron.d/job")
              .field("fd.name", "/etc/cron.d/job"),
          attack(SCHEDULE, "a job is moved in", "mv /etc/job /etc/cron.daily/job")
              .given("mkdir -p /etc/cron.daily && echo >/etc/job"),
          attack(SCHEDULE, "a job is linked", "ln -s /srv/job /var/spool/cron/crontabs/root")
              .given("mkdir -p /var/spool/cron/crontabs"),
          attack(
              SCHEDULE,
              "dpkg's hooks are no package",
              "dpkg --pre-invoke='echo >/etc/cron.d/job' --configure -a"),
          benign(
              SCHEDULE,
              "jobs are read, and written elsewhere",
              "cat /etc/cron.d/*; echo >/srv/cron.d"),
          attack(UNIT, "a unit is written", "echo '[Service]' >/etc/systemd/system/x.service")
              .given("mkdir -p /etc/systemd/system"),
          attack(UNIT, "of a user", "./act creat /root/.config/systemd/user/x.service")
              .given("mkdir -p /root/.config/systemd/user"),
          attack(
                  UNIT,
                  "is linked from elsewhere",
                  "ln -s /srv/x.service /etc/systemd/system/x.service")
              .given("mkdir -p /etc/systemd/system"),
          benign(UNIT, "a unit is read", "cat /etc/systemd/system/x.service")
              .given("mkdir -p /etc/systemd/system; echo >/etc/systemd/system/x.service"),
          attack(SSH, "a key is added", "echo ssh-ed25519 AAAA >>/root/.ssh/authorized_keys")
              .given("mkdir -p /root/.ssh")
              .field("fd.name", "/root/.ssh/authorized_keys"),
          attack(SSH, "the folder is exchanged", "mv /root/theirs /root/.ssh")
              .given("rm -rf /root/.ssh; mkdir -p /root/theirs"),
          benign(
                  SSH,
                  "known hosts",
                  "echo host >>/root/.ssh/known_hosts; cat /root/.ssh/authorized_keys")
              .given("mkdir -p /root/.ssh; touch /root/.ssh/authorized_keys"),
          attack(SHELL, "of a user", "echo id >>/root/.bashrc").field("fd.name", "/root/.bashrc"),
          attack(SHELL, "of all users", "./act symlink /srv/x.sh /etc/profile.d/x.sh"),
          benign(SHELL, "a shell starts", "bash -l -c : && bash -i -c :"),
          attack(STARTUP, "rc.local", "echo true >/etc/rc.local"),
          attack(STARTUP, "a udev rule", "mv /etc/x.rules /etc/udev/rules.d/x.rules")
              .given("mkdir -p /etc/udev/rules.d; echo >/etc/x.rules"),
          benign(STARTUP, "a script is read", "cat /etc/init.d/*; echo >/etc/rc.locale"),
          attack(PRELOAD, "written", "echo /srv/x.so >/etc/ld.so.preload")
              .field("fd.name", "/etc/ld.so.preload"),
          attack(PRELOAD, "renamed", "./act rename /etc/x /etc/ld.so.preload")
              .given("echo >/etc/x"),
          benign(PRELOAD, "read", "cat /etc/ld.so.preload || :; cat /etc/ld.so.conf"),
          attack(LIBRARIES, "a folder added", "echo /srv >/etc/ld.so.conf.d/x.conf")
              .field("fd.name", "/etc/ld.so.conf.d/x.conf"),
          attack(LIBRARIES, "the index replaced", "./act rename /etc/x /etc/ld.so.cache")
              .given("cp /etc/ld.so.cache /etc/x"),
          benign(LIBRARIES, "the index made", "ldconfig"),
          attack(
              AUTHENTICATION,
              "PAM",
              "echo 'auth sufficient pam_permit.so' >>/etc/pam.d/common-auth"),
          attack(AUTHENTICATION, "name service", "sed -i s/x/y/ /etc/nsswitch.conf")
              .given("touch /etc/nsswitch.conf"),
          benign(AUTHENTICATION, "PAM is used", "su root -c true; cat /etc/pam.d/common-auth"),
          attack(ACCOUNT_FILE, "appended", "echo 'x::0:0::/:/bin/sh' >>/etc/passwd")
              .field("fd.name", "/etc/passwd"),
          attack(ACCOUNT_FILE, "replaced", "cp /etc/group /etc/g; ./act rename /etc/g /etc/group"),
          attack(ACCOUNT_FILE, "sudo", "echo 'x ALL=(ALL) ALL' >/etc/sudoers.d/x")
              .given("mkdir -p /etc/sudoers.d"),
          benign(ACCOUNT_FILE, "by the program for it", "chage -M 9999 root; id; cat /etc/passwd"),
          attack(ACCOUNT, "a user is added", "useradd -M sentineltest")
              .fieldMatches("proc.cmdline", "useradd .*"),
          attack(ACCOUNT, "root's rights", "usermod -o -u 0 sentineltest")
              .given("useradd -M sentineltest"),
          benign(ACCOUNT, "looked at", "id root; getent passwd root; chage -l root"),
          attack(
              HOOK, "a script of a package", "echo true >>/var/lib/dpkg/info/base-files.postinst"),
          attack(HOOK, "a hook of apt", "echo >/etc/apt/apt.conf.d/99x"),
          benign(
              HOOK, "looked at", "cat /var/lib/dpkg/info/base-files.postinst; dpkg -s base-files"),
          attack(PROGRAM, "replaced", "cp /bin/true /usr/bin/true2")
              .given("cover /usr")
              .field("fd.name", "/usr/bin/true2"),
          attack(PROGRAM, "linked", "ln -s /srv/ls /usr/local/../bin/ls2").given("cover /usr"),
          attack(PROGRAM, "moved in", "mv /usr/x /usr/sbin/x")
              .given("cover /usr; cp /bin/true /usr/x"),
          attack(
                  PROGRAM,
                  "an alternative points at a foreign program",
                  "update-alternatives --quiet --install /usr/local/bin/x x /srv/x 1")
              .given("cover /usr; cp /bin/true /srv/x"),
          benign(PROGRAM, "a local program", "cp /bin/true /usr/local/bin/x; /usr/local/bin/x")
              .given("cover /usr"),
          benign(
                  PROGRAM,
                  "an alternative points at a program of the system",
                  "update-alternatives --quiet --install /usr/bin/x x /usr/bin/true 1")
              .inContainer()
              .given("cover /usr"),
          benign(PROGRAM, "a package is installed", "dpkg -i package.deb")
              .given(
                  """
                  mkdir -p p/DEBIAN p/usr/bin p/etc/cron.d p/etc/profile.d p/usr/lib/systemd/system
                  printf 'Package: sentineltest\\nVersion: 1\\nArchitecture: all\\n' >p/DEBIAN/control
                  printf 'Maintainer: a <a@example.org>\\nDescription: d\\n' >>p/DEBIAN/control
                  cat >p/DEBIAN/postinst <<'END'
                  #!/bin/sh
                  useradd -r -M sentineltest
                  chmod 4755 /usr/bin/sentineltest
                  ln -s sentineltest /usr/bin/sentineltest2
                  echo >/etc/sudoers.d/sentineltest
                  echo >/etc/pam.d/sentineltest
                  rm -f /var/log/syslog
                  grep -q x /etc/shadow
                  END
                  sed -i 's/^ *//' p/DEBIAN/postinst
                  chmod 755 p/DEBIAN/postinst
                  mkdir -p /etc/sudoers.d
                  cp /bin/true p/usr/bin/sentineltest
                  touch p/etc/cron.d/sentineltest p/etc/profile.d/sentineltest.sh
                  touch p/usr/lib/systemd/system/sentineltest.service
                  touch /var/log/syslog
                  dpkg-deb --root-owner-group -b p package.deb
                  cover /usr
                  """)
              .inContainer());

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
