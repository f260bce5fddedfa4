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
  private static final String WATCHED = "Packets watched by an unusual program";

  static final List<Case> CASES =
      List.of(
          attack(LISTENS, "TCP", "./nc -l").given("mv relay nc").field("fd.l4proto", "tcp"),
          attack(LISTENS, "UDP", "./ncat -lu").given("mv relay ncat").field("fd.l4proto", "udp"),
          benign(LISTENS, "another server", "./serve >port; ./dial $(cat port) third true"),
          attack(WATCHED, "a packet socket", "./act filter 17 3 0")
              .field("fd.sockfamily", "packet"),
          attack(WATCHED, "a raw socket", "./act filter 2 3 255").field("fd.l4proto", "raw"),
          benign(WATCHED, "what comes to a port", "./act filter 2 2 0; ./act filter 16 3 0"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
