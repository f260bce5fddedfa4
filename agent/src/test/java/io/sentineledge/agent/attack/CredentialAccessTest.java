package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code credential_access.yaml}. */
@ExtendWith(AttackExtension.class)
final class CredentialAccessTest {
  private static final String FILE = "Credential file read by an unusual program";
  private static final String KEY = "Private key read by an unusual program";
  private static final String SEARCH = "Private key or password search";
  private static final String MEMORY = "Memory of a process opened";

  private static final String KEYS =
      """
      mkdir -p /root/.ssh /etc/ssh
      echo secret >/root/.ssh/id_ed25519
      echo public >/root/.ssh/id_ed25519.pub
      echo secret >/etc/ssh/ssh_host_ed25519_key
      """;

  static final List<Case> CASES =
      List.of(
          attack(FILE, "a program of one's own", "./act read /etc/shadow")
              .field("fd.name", "/etc/shadow")
              .field("proc.exepath", "/srv/case/act")
              .field("proc.cmdline", "act read /etc/shadow")
              .field("user.name", "root")
              .field("user.uid", "0"),
          attack(FILE, "through a symbolic link to the folder", "./act read alias/shadow")
              .given("ln -s /etc alias")
              .field("fd.name", "/etc/shadow"),
          attack(FILE, "by a relative name", "cd /etc/pam.d && /srv/case/act read ../gshadow")
              .field("fd.name", "/etc/gshadow"),
          attack(FILE, "by a program named as one that may", "./su read /etc/shadow")
              .given("mv act su")
              .field("proc.cmdline", "su read /etc/shadow"),
          attack(FILE, "by a program put in place of one that may", "/usr/bin/su read /etc/shadow")
              .given("cover /usr; cp act /usr/bin/su"),
          attack(FILE, "by a program mounted over one that may", "/usr/bin/su read /etc/shadow")
              .given("mount --bind ./act /usr/bin/su")
              .field("proc.exepath", "/usr/bin/su"),
          attack(FILE, "the rules of sudo", "cat /etc/sudoers.d/admin")
              .given("mkdir -p /etc/sudoers.d && touch /etc/sudoers.d/admin")
              .field("fd.name", "/etc/sudoers.d/admin")
              .field("proc.cmdline", "cat /etc/sudoers.d/admin"),
          benign(FILE, "a password program", "passwd -S root && chage -l root"),
          benign(FILE, "a change of user", "su root -c true"),
          attack(FILE, "perl that is not debconf", "perl -e 'print +(getpwnam(q(root)))[7]'")
              .field("proc.exepath", "/usr/bin/perl"),
          benign(FILE, "debconf asks for a home", "/usr/share/debconf/frontend true").inContainer(),
          benign(FILE, "debconf shows its answers", "debconf-show debconf").inContainer(),
          benign(FILE, "the public account file", "./act read /etc/passwd"),
          attack(KEY, "copied", "cp /root/.ssh/id_ed25519 copy")
              .given(KEYS)
              .field("fd.name", "/root/.ssh/id_ed25519"),
          attack(KEY, "of the host", "./act read /etc/ssh/ssh_host_ed25519_key")
              .given(KEYS)
              .field("fd.name", "/etc/ssh/ssh_host_ed25519_key"),
          benign(KEY, "the public half", "cat /root/.ssh/id_ed25519.pub").given(KEYS),
          benign(KEY, "the owner's tools", "ssh-keygen -y -f /root/.ssh/own")
              .given("mkdir -p -m 700 /root/.ssh && ssh-keygen -q -N '' -f /root/.ssh/own"),
          attack(SEARCH, "by file name", "find /srv -name 'id_rsa*'")
              .fieldMatches("proc.cmdline", "find /srv -name id_rsa.*"),
          attack(SEARCH, "by content", "grep -rl 'BEGIN OPENSSH PRIVATE KEY' /srv || :"),
          benign(SEARCH, "another search", "find /srv -name '*.java' && grep -c root /etc/passwd"),
          attack(MEMORY, "of the parent", "./act open 0 0 /proc/$$/mem")
              .fieldMatches("fd.name", "/proc/[0-9]+/mem"),
          attack(MEMORY, "for writing", "./act open 2 0 /proc/$$/mem"),
          benign(MEMORY, "what ps reads", "cat /proc/$$/status /proc/$$/maps"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
