package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code command_and_control.yaml}. */
@ExtendWith(AttackExtension.class)
final class CommandAndControlTest {
  private static final String LISTENS = "Network relay listens";

  static final List<Case> CASES =
      List.of(
          attack(LISTENS, "TCP", "./nc -l").given("mv relay nc").field("fd.l4proto", "tcp"),
          attack(LISTENS, "UDP", "./ncat -lu").given("mv relay ncat").field("fd.l4proto", "udp"),
          benign(LISTENS, "another server", "./serve >port; ./dial $(cat port) third true"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
