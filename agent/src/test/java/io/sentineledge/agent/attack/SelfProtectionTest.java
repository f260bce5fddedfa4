package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Cases for the rules of {@code self_protection.yaml}. All are done to the agent that the tests
 * started, and so that it goes on.
 */
@ExtendWith(AttackExtension.class)
final class SelfProtectionTest {
  private static final String AGENT = "Agent tampered with";
  private static final String SIGNAL = "Agent signalled";
  private static final String PROGRAM = "Kernel program of the agent changed";
  private static final String MAP = "Kernel map of the agent opened";
  private static final String GROUP = "Control group of the agent changed";

  private static final String PID = "read -r pid <agent.pid; ";
  private static final String GROUPS =
      """
      mount -t cgroup2 cgroup2 /mnt || exit 1
      group=/mnt/se-attack-$$
      mkdir $group
      trap 'rmdir $group' EXIT
      """;

  static final List<Case> CASES =
      List.of(
          attack(AGENT, "a rule is added", "echo '[]' >/etc/sentineledge/rules.d/x.yaml")
              .given("mkdir -p /etc/sentineledge/rules.d"),
          attack(AGENT, "a rule is deleted", "rm /etc/sentineledge/rules.d/x.yaml")
              .given("mkdir -p /etc/sentineledge/rules.d; touch /etc/sentineledge/rules.d/x.yaml"),
          attack(AGENT, "traced", "read -r pid <agent.pid; ./trace attach $pid"),
          attack(
              AGENT, "opened below /proc", "read -r pid <agent.pid; : >>/proc/$pid/oom_score_adj"),
          benign(
              AGENT,
              "its state is read",
              "read -r pid <agent.pid; cat /proc/$pid/status >/dev/null"),
          benign(AGENT, "looked at", "cat /etc/sentineledge/rules.d/x.yaml")
              .given("mkdir -p /etc/sentineledge/rules.d; touch /etc/sentineledge/rules.d/x.yaml"),
          attack(AGENT, "its memory is read", PID + "./tamper readv $pid"),
          attack(AGENT, "its memory is written", PID + "./tamper writev $pid"),
          attack(AGENT, "by the number of a thread", PID + "./tamper writev-thread $pid"),
          attack(AGENT, "a thread's memory is opened", PID + "./tamper open-thread $pid"),
          attack(AGENT, "a descriptor is taken", PID + "./tamper getfd $pid"),
          attack(AGENT, "a limit is changed", PID + "./tamper limit $pid")
              .fieldMatches("evt.args", ".*RLIMIT_CORE.*"),
          benign(AGENT, "a limit of another process", "./tamper limit $!; kill $!")
              .given(Case.VICTIM),
          attack(SIGNAL, "by a shell", PID + "kill -PIPE $pid").field("evt.arg.sig", "SIGPIPE"),
          attack(SIGNAL, "a thread of it", PID + "./tamper tgkill $pid"),
          attack(SIGNAL, "by the number of a thread", PID + "./tamper kill-thread $pid"),
          attack(SIGNAL, "through a descriptor", PID + "./tamper pidfd $pid"),
          benign(SIGNAL, "asked whether it is there", PID + "kill -0 $pid; kill -CONT $pid"),
          benign(SIGNAL, "another process", "kill -PIPE $!").given(Case.VICTIM),
          attack(PROGRAM, "an element of a map", PID + "./tamper map $pid 2")
              .andRule(MAP)
              .field("evt.arg.cmd", "BPF_MAP_UPDATE_ELEM"),
          attack(PROGRAM, "a link is detached", PID + "./tamper link $pid 34")
              .field("evt.arg.cmd", "BPF_LINK_DETACH"),
          benign(PROGRAM, "a map of its own", "./tamper own-map"),
          attack(MAP, "by its id", PID + "./tamper map $pid 15"),
          benign(MAP, "a map of its own", "./tamper own-map"),
          attack(
                  GROUP,
                  "moved",
                  PID + "echo $pid >$group/cgroup.procs; echo $pid >/mnt/cgroup.procs")
              .given(GROUPS),
          benign(
                  GROUP,
                  "another process is moved",
                  "echo $$ >$group/cgroup.procs; echo $$ >/mnt/cgroup.procs")
              .given(GROUPS));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
